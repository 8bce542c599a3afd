using System.Net;
using System.Net.Sockets;
using ActiveActive.Client.Security;

namespace ActiveActive.Client.Watch;

/// <summary>Makes the connections of watchers.</summary>
/// <param name="security">Encrypts them; null for plain TCP.</param>
internal sealed class WatchTransport(ConnectionSecurity? security = null)
{
    public static readonly WatchTransport Tcp = new();

    /// <summary>Connects, and prepares the connection for frames.</summary>
    /// <exception cref="SocketException">As the operating system says; <see cref="SocketError.ConnectionRefused"/> when nobody listens.</exception>
    public async ValueTask<Stream> Connect(IPEndPoint endpoint, CancellationToken cancellation)
    {
        var plain = new NetworkStream(await ConnectSocket(endpoint, cancellation), ownsSocket: true);
        return security is null ? plain : await security.Dial(plain, cancellation);
    }

    /// <summary>Connects without a word, to see whether anybody listens.</summary>
    public static async ValueTask<Socket> ConnectSocket(IPEndPoint endpoint, CancellationToken cancellation)
    {
        var socket = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(endpoint, cancellation);

            // A free port of this machine may be chosen as our own end and so meet itself: nobody listens, though TCP is content.
            return endpoint.Equals(socket.LocalEndPoint) ? throw new SocketException((int)SocketError.ConnectionRefused) : socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
