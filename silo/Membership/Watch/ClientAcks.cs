using System.Net.Sockets;
using System.Reflection;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.Extensions.Options;
using Orleans.Runtime.Messaging;

namespace ActiveActive.Silo.Membership.Watch;

/// <summary>
/// Ends a client's connection to this gateway when the client's machine leaves what was sent on it unacknowledged for <see cref="MembershipOptions.ClientAckTimeout"/>.
/// </summary>
/// <remarks>
/// <para>A gateway sends the answers of its own silo's grains to a client that it takes for connected, also when the client asks through another gateway by now. When the network between
/// the two drops packets, the client's reset does not arrive, and TCP by itself tries for a quarter of an hour: so long these grains could not be heard.</para>
/// <para>It is the kernel that acknowledges, so a client that is stopped or busy does not lose its connection, unless it leaves so much unread that its window is closed as long. The
/// kernel also does the timing: TCP_USER_TIMEOUT (RFC 5482), which Linux has; on other systems nothing is done.</para>
/// <para>Orleans' own transport does not show its socket; it is reached by reflection, and a test holds that against the Orleans version in use. A transport that has
/// <see cref="IConnectionSocketFeature"/> is asked first; one that has neither, as the in-memory one, is left alone.</para>
/// </remarks>
internal sealed class ClientAcks(IOptions<MembershipOptions> options) : IConnectionMiddleware
{
    private const int TcpLevel = 6;
    private const int UserTimeout = 18;

    private readonly TimeSpan _timeout = options.Value.ClientAckTimeout;

    public Task OnConnectionAsync(ConnectionContext context, ConnectionDelegate next)
    {
        if (OperatingSystem.IsLinux() && _timeout != Timeout.InfiniteTimeSpan && SocketOf(context) is { AddressFamily: AddressFamily.InterNetwork or AddressFamily.InterNetworkV6 } socket)
        {
            try
            {
                socket.SetRawSocketOption(TcpLevel, UserTimeout, BitConverter.GetBytes((int)_timeout.TotalMilliseconds));
            }
            catch (Exception error) when (error is SocketException or ObjectDisposedException)
            {
                // It is over already; its reader notices.
            }
        }

        return next(context);
    }

    internal static Socket? SocketOf(ConnectionContext context) =>
        context.Features.Get<IConnectionSocketFeature>()?.Socket
        ?? context.GetType().GetField("_socket", BindingFlags.Instance | BindingFlags.NonPublic)?.GetValue(context) as Socket;
}
