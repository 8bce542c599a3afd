using System.Net;
using System.Net.Sockets;

namespace ActiveActive.TestKit.Regions;

/// <summary>Chooses ports: those used last if they are free, else the usual ones, else any free ones.</summary>
internal sealed class Ports
{
    private const int FirstHttp = 8081;
    private const int FirstSilo = 11111;
    private const int FirstGateway = 30001;
    private const int Highest = 65535;

    private readonly HashSet<int> _taken = [];

    /// <summary>The ports of all silos.</summary>
    /// <param name="silos">How many.</param>
    /// <param name="httpPort">The first silo's HTTP port when the user demands one.</param>
    /// <param name="last">What was used the last time.</param>
    /// <param name="offset">How far the usual ones are from those of a region that is alone.</param>
    /// <exception cref="RegionException">A demanded port is in use.</exception>
    public IReadOnlyList<SiloPorts> Choose(int silos, int? httpPort, IReadOnlyList<SiloPorts> last, int offset = 0)
    {
        // Demanded ports first, so that nothing else is put on one of them.
        var demanded = httpPort is { } first ? Enumerable.Range(first, silos).Select(Demand).ToArray() : null;
        return
        [
            .. Enumerable.Range(0, silos).Select(i => new SiloPorts(
                Prefer(last.ElementAtOrDefault(i)?.Silo, FirstSilo + offset + i),
                Prefer(last.ElementAtOrDefault(i)?.Gateway, FirstGateway + offset + i),
                demanded?[i] ?? Prefer(last.ElementAtOrDefault(i)?.Http, FirstHttp + offset + i))),
        ];
    }

    /// <summary>Three ports that nobody uses, none of them <paramref name="but"/>.</summary>
    public static SiloPorts AnyBut(IEnumerable<SiloPorts> but)
    {
        var ports = new Ports();
        ports._taken.UnionWith(but.SelectMany(static one => (int[])[one.Silo, one.Gateway, one.Http]));
        return new SiloPorts(ports.AnyFreeNotTaken(), ports.AnyFreeNotTaken(), ports.AnyFreeNotTaken());
    }

    /// <summary>The port, if it can be used now.</summary>
    public static bool IsFree(int port)
    {
        try
        {
            using var loopback = new TcpListener(IPAddress.Loopback, port);
            loopback.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private int Demand(int port)
    {
        if (port > Highest)
        {
            throw new RegionException($"Port {port} does not exist: the silos' HTTP ports count up from --http-port, one for each silo. Name a lower one.");
        }

        if (!IsFree(port))
        {
            throw new RegionException($"Port {port} is in use by another program. Name another first port with --http-port, or leave it out to have free ones chosen.");
        }

        _taken.Add(port);
        return port;
    }

    private int Prefer(int? last, int usual)
    {
        foreach (var port in (int?[])[last, usual])
        {
            if (port is { } wanted && !_taken.Contains(wanted) && IsFree(wanted))
            {
                _taken.Add(wanted);
                return wanted;
            }
        }

        return AnyFreeNotTaken();
    }

    private int AnyFreeNotTaken()
    {
        while (true)
        {
            var any = AnyFree();
            if (_taken.Add(any))
            {
                return any;
            }
        }
    }

    private static int AnyFree()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
