using System.Globalization;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using ActiveActive.TestKit.Regions;

namespace ActiveActive.TestKit.Faults;

/// <summary>
/// A network for silos that can be cut: each silo lives in a Linux network namespace with an address of its own, joined to the others by a bridge. The drill, the
/// clients and the database stay outside and are reached at the bridge's address. Nothing of it is connected to any other network. Linux, root, <c>ip</c> and <c>iptables</c>.
/// </summary>
/// <remarks>
/// Cuts are packet filter rules inside the namespaces: packets vanish without any answer, as when a cable is pulled or a switch fails, which no proxy can do, because the
/// silos advertise one address to all. A rule is one-way; the other direction's data still arrives, but not its acknowledgements. Removed by <see cref="DisposeAsync"/>;
/// what a killed owner left is removed by the next <see cref="Create"/>.
/// </remarks>
internal sealed class SiloNetwork : IAsyncDisposable
{
    private const int HostPart = 254;
    private readonly string _prefix;
    private readonly HashSet<int> _silos = [];

    private SiloNetwork(string prefix) => _prefix = prefix;

    /// <summary>Where silos find the database.</summary>
    public string HostAddress => $"{_prefix}.{HostPart}";

    /// <summary>The silos' addresses as PostgreSQL's access file names them.</summary>
    public string Range => $"{_prefix}.0/24";

    /// <summary>Makes the bridge.</summary>
    /// <exception cref="RegionException">It cannot be made here.</exception>
    public static async Task<SiloNetwork> Create()
    {
        await RemoveLeftovers();
        var network = new SiloNetwork(FreePrefix());
        await Tool.Run("ip", "link", "add", Owner.Name, "type", "bridge");
        await Tool.Run("ip", "addr", "add", $"{network.HostAddress}/24", "dev", Owner.Name);
        await Tool.Run("ip", "link", "set", Owner.Name, "up");
        return network;
    }

    public string AddressOf(int silo) => $"{_prefix}.{silo.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>What starts a program inside a silo's namespace, to be put before its command line.</summary>
    public static IReadOnlyList<string> Enter(int silo) => ["ip", "netns", "exec", NamespaceOf(silo)];

    /// <summary>Makes a silo's namespace, unless it is there.</summary>
    public async Task Add(int silo)
    {
        if (!_silos.Add(silo))
        {
            return;
        }

        var (name, outside) = (NamespaceOf(silo), $"{Owner.Name}v{silo}");
        await Tool.Run("ip", "netns", "add", name);
        await Tool.Run("ip", "link", "add", outside, "type", "veth", "peer", "name", "eth0", "netns", name);
        await Tool.Run("ip", "link", "set", outside, "master", Owner.Name, "up");
        await Inside(silo, "ip", "link", "set", "lo", "up");
        await Inside(silo, "ip", "addr", "add", $"{AddressOf(silo)}/24", "dev", "eth0");
        await Inside(silo, "ip", "link", "set", "eth0", "up");
    }

    /// <summary>Lets packets from one silo to another vanish, until what is returned is disposed of.</summary>
    /// <param name="from">The silo that sends.</param>
    /// <param name="to">The silo that does not hear.</param>
    /// <param name="share">How many of them, from above 0 to 1.</param>
    public Task<IAsyncDisposable> Drop(int from, int to, double share = 1) => Filter(to, "INPUT", ["-s", AddressOf(from)], share);

    /// <summary>Lets packets of clients to a silo's gateway vanish, until what is returned is disposed of.</summary>
    public Task<IAsyncDisposable> DropToGateway(int silo, int port, double share = 1) => Filter(silo, "INPUT", ["-s", HostAddress, "-p", "tcp", "--dport", $"{port}"], share);

    /// <summary>Lets a gateway's packets to its clients vanish, until what is returned is disposed of.</summary>
    public Task<IAsyncDisposable> DropFromGateway(int silo, int port, double share = 1) => Filter(silo, "OUTPUT", ["-d", HostAddress, "-p", "tcp", "--sport", $"{port}"], share);

    /// <summary>Delays what a silo sends, to anybody, until what is returned is disposed of.</summary>
    /// <exception cref="RegionException">The kernel cannot (netem).</exception>
    public static async Task<IAsyncDisposable> Delay(int silo, TimeSpan delay, TimeSpan jitter)
    {
        await Inside(silo, "tc", "qdisc", "replace", "dev", "eth0", "root", "netem", "delay", $"{delay.TotalMilliseconds:0}ms", $"{jitter.TotalMilliseconds:0}ms");
        return new Undo(() => Inside(silo, "tc", "qdisc", "del", "dev", "eth0", "root"));
    }

    /// <summary>Ends cuts, losses and delays: these, and no others.</summary>
    public static Task Heal(IEnumerable<IAsyncDisposable> broken) => Task.WhenAll(broken.Select(static one => one.DisposeAsync().AsTask()));

    /// <summary>Whether the kernel can delay packets: tried in a namespace that goes with the trial.</summary>
    public static bool KernelCanDelay() =>
        Tool.TryRun("unshare", "-n", "tc", "qdisc", "replace", "dev", "lo", "root", "netem", "delay", "0ms").GetAwaiter().GetResult().ExitCode == 0;

    public async ValueTask DisposeAsync()
    {
        foreach (var silo in _silos)
        {
            await Tool.TryRun("ip", "netns", "del", NamespaceOf(silo)); // its link goes with it
        }

        await Tool.TryRun("ip", "link", "del", Owner.Name);
    }

    private static string NamespaceOf(int silo) => $"{Owner.Name}s{silo}";

    private static Task Inside(int silo, params string[] command) => Tool.Run("ip", ["netns", "exec", NamespaceOf(silo), .. command]);

    private static async Task<IAsyncDisposable> Filter(int silo, string chain, string[] match, double share)
    {
        string[] some = share < 1 ? ["-m", "statistic", "--mode", "random", "--probability", share.ToString(CultureInfo.InvariantCulture)] : [];
        string[] rule = [chain, .. match, .. some, "-j", "DROP"];
        await Inside(silo, ["iptables", "-w", "-A", .. rule]);
        return new Undo(() => Inside(silo, ["iptables", "-w", "-D", .. rule]));
    }

    // 10.203.0.0/16 is used by nobody in particular; the first range that no interface has an address in.
    private static string FreePrefix()
    {
        var taken = NetworkInterface.GetAllNetworkInterfaces()
            .SelectMany(static network => network.GetIPProperties().UnicastAddresses)
            .Where(static address => address.Address.AddressFamily == AddressFamily.InterNetwork)
            .Select(static address => address.Address.ToString())
            .ToList();
        return Enumerable.Range(Environment.ProcessId % 200, 50).Select(static third => $"10.203.{third}").First(prefix => !taken.Exists(address => address.StartsWith(prefix + ".", StringComparison.Ordinal)));
    }

    private static async Task RemoveLeftovers()
    {
        foreach (var line in (await Tool.Run("ip", "netns", "list")).Split('\n'))
        {
            if (line.Split(' ')[0] is var name && Owner.IsOrphan(name))
            {
                await Tool.TryRun("ip", "netns", "del", name);
            }
        }

        foreach (var left in NetworkInterface.GetAllNetworkInterfaces().Select(static network => network.Name).Where(Owner.IsOrphan))
        {
            await Tool.TryRun("ip", "link", "del", left);
        }
    }
}
