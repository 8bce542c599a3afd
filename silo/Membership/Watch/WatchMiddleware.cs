using System.Buffers;
using System.IO.Pipelines;
using ActiveActive.Client.Watch;
using Microsoft.AspNetCore.Connections;
using Orleans.Runtime.Messaging;

namespace ActiveActive.Silo.Membership.Watch;

/// <summary>
/// Stands before Orleans on the silo port and on the gateway port, and takes the connections that begin with <see cref="WatchProtocol.Magic"/>. All others go on
/// with every byte in its place. Middleware that changes the bytes, such as TLS, belongs before this one.
/// </summary>
internal sealed class WatchMiddleware(WatchServer server) : IConnectionMiddleware
{
    public async Task OnConnectionAsync(ConnectionContext context, ConnectionDelegate next)
    {
        switch (await Peek(context.Transport.Input))
        {
            case true:
                await server.Serve(context);
                break;
            case false:
                await next(context);
                break;
            default:
                break; // Orleans closes the connection.
        }
    }

    /// <summary>Looks at the first bytes; takes them only when they are ours.</summary>
    /// <returns>Whether they are; null when the connection is being closed.</returns>
    internal static async ValueTask<bool?> Peek(PipeReader input)
    {
        while (true)
        {
            var result = await input.ReadAsync();
            var received = result.Buffer;
            if (result.IsCanceled)
            {
                input.AdvanceTo(received.Start);
                return null;
            }

            var isOurs = BeginsLikeOurs(received);
            if (isOurs && received.Length >= WatchProtocol.Magic.Length)
            {
                input.AdvanceTo(received.GetPosition(WatchProtocol.Magic.Length));
                return true;
            }

            if (!isOurs || result.IsCompleted)
            {
                // Nothing counts as looked at, so that the next reader gets it at once.
                input.AdvanceTo(received.Start, received.Start);
                return false;
            }

            input.AdvanceTo(received.Start, received.End);
        }
    }

    private static bool BeginsLikeOurs(ReadOnlySequence<byte> received)
    {
        var length = (int)Math.Min(received.Length, WatchProtocol.Magic.Length);
        Span<byte> first = stackalloc byte[length];
        received.Slice(0, length).CopyTo(first);
        return WatchProtocol.Magic[..length].SequenceEqual(first);
    }
}
