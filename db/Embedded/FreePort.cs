using System.Net;
using System.Net.Sockets;

namespace ActiveActive.Database.Embedded;

/// <summary>Finds a port of 127.0.0.1 that nobody listens on. Somebody may be faster; the caller then takes another one.</summary>
internal static class FreePort
{
    // Below the range from which systems take the ports of outgoing connections, so that a restarted server finds its port free.
    private const int Lowest = 16_000;
    private const int Highest = 32_000;
    private const int Attempts = 200;

    public static int Find()
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var port = Random.Shared.Next(Lowest, Highest);
            if (IsFree(port)) return port;
        }

        throw new EmbeddedPostgresException($"No free TCP port was found between {Lowest} and {Highest} on 127.0.0.1. Name one in Port.");
    }

    public static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
