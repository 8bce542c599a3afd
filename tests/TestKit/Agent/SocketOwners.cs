using System.Globalization;
using System.Net;
using ActiveActive.TestKit.Agent.Links;

namespace ActiveActive.TestKit.Agent;

/// <summary>Finds out which of the silos' processes has the other end of a connection on this machine, from what Linux tells in <c>/proc</c>.</summary>
internal static class SocketOwners
{
    private const int LocalColumn = 1;
    private const int RemoteColumn = 2;
    private const int InodeColumn = 9;

    /// <summary>The number of the silo whose process owns a socket.</summary>
    /// <param name="local">The socket's own end.</param>
    /// <param name="remote">The end that it is connected to.</param>
    /// <param name="processes">The silos' processes: id to number.</param>
    /// <returns><see cref="Cuts.Client"/> when it is somebody else's; null when it cannot be told.</returns>
    public static int? Find(EndPoint? local, EndPoint? remote, IReadOnlyDictionary<int, int> processes)
    {
        if (!OperatingSystem.IsLinux() || local is not IPEndPoint from || remote is not IPEndPoint to || Inode(from.Port, to.Port) is not { } inode)
        {
            return null;
        }

        var link = $"socket:[{inode}]";
        foreach (var (process, silo) in processes)
        {
            if (HasOpen(process, link))
            {
                return silo;
            }
        }

        return Cuts.Client;
    }

    // Addresses are not compared: all is on loopback, and the pair of ports names the connection.
    private static string? Inode(int localPort, int remotePort)
    {
        foreach (var table in (string[])["/proc/net/tcp", "/proc/net/tcp6"])
        {
            if (!File.Exists(table))
            {
                continue;
            }

            foreach (var line in File.ReadLines(table).Skip(1))
            {
                var columns = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                if (PortOf(columns[LocalColumn]) == localPort && PortOf(columns[RemoteColumn]) == remotePort && columns[InodeColumn] != "0")
                {
                    return columns[InodeColumn];
                }
            }
        }

        return null;
    }

    private static int PortOf(string address) => int.Parse(address.AsSpan(address.LastIndexOf(':') + 1), NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private static bool HasOpen(int process, string link)
    {
        try
        {
            return Directory.EnumerateFiles($"/proc/{process}/fd").Any(file => LinkOf(file) == link);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static string? LinkOf(string file)
    {
        try
        {
            return new FileInfo(file).LinkTarget;
        }
        catch (IOException)
        {
            return null; // closed meanwhile
        }
    }
}
