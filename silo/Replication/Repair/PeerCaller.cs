using Grpc.Core;
using Microsoft.Extensions.Options;

namespace ActiveActive.Silo.Replication.Repair;

/// <summary>Asks a peer, at one of its addresses after the other until one answers.</summary>
internal sealed class PeerCaller(OwnStreams own, LinkSecurity security, IOptions<ActiveActiveOptions> options)
{
    private static readonly TimeSpan Ping = TimeSpan.FromSeconds(5);

    /// <summary>The names of the other regions.</summary>
    public IReadOnlyList<string> Peers { get; } = [.. options.Value.Replication.Peers.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Has a conversation with one silo of a peer. It is begun anew at another address when the silo is not reached.</summary>
    /// <exception cref="RpcException">None of them answers, or the answer is no.</exception>
    public async Task<T> Ask<T>(string peer, Func<Wire.Repair.RepairClient, Wire.Caller, Task<T>> conversation)
    {
        if (!options.Value.Replication.Peers.TryGetValue(peer, out var addresses))
        {
            throw new ArgumentException($"Region {own.Self.Region} has no peer {peer}. It has {string.Join(", ", Peers)}.", nameof(peer));
        }

        for (var at = 0; ; at++)
        {
            using var channel = security.Channel(peer, addresses[at], Ping);
            try
            {
                return await conversation(new Wire.Repair.RepairClient(channel), new Wire.Caller { Region = own.Self.Region, Peer = peer });
            }
            catch (RpcException error) when (error.StatusCode == StatusCode.Unavailable && at + 1 < addresses.Count)
            {
                // The next one.
            }
        }
    }

    /// <summary>How far a peer is.</summary>
    public Task<Wire.PositionsResponse> Positions(string peer, CancellationToken cancellation) =>
        Ask(peer, async (client, caller) => await client.PositionsAsync(new Wire.PositionsRequest { Caller = caller }, cancellationToken: cancellation));
}
