using ActiveActive.TestKit.Faults;
using ActiveActive.TestKit.History;

namespace ActiveActive.Cli.Drills.Faults.Regions;

/// <summary>The regions are as far from each other as continents are: everything is late, by varying times, and some packets are lost, as far as this machine lets a drill do that.</summary>
internal sealed class WanFault : IFault
{
    private const double LossShare = 0.01;
    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(40);
    private static readonly TimeSpan Jitter = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Lasts = TimeSpan.FromSeconds(20);

    public string Name => "wan";

    public string Description => "what regions say to each other is 40 ms late, give or take 10, for 20 s; as root, one in a hundred packets between them is lost, too";

    public FaultGoal Goal => new(GapMax: 1, Converged: 3, LagP99: 0.23, NoFailedCall: true);

    public FaultNeeds Needs => FaultNeeds.Regions | (MachineNeeds.Missing(FaultNeeds.Network) is null ? FaultNeeds.Network : FaultNeeds.Nothing);

    public int Seconds => 30;

    public async Task Run(FaultContext context, CancellationToken cancellation)
    {
        context.Injected($"every link between regions is 40 ms ± 10 late, each way{(context.Machine.Network is null ? "" : ", and loses one in a hundred packets")}");
        IAsyncDisposable[] broken = [.. context.Several.Links.Delay(Delay, Jitter), .. context.Machine.Network is { } network ? await Lose(network, context) : []];
        await Task.Delay(Lasts, cancellation);
        await SiloNetwork.Heal(broken);
        context.Healed("all links are fast again");
        if (context.Machine.Network is null)
        {
            context.Note(TimedEventKind.Note, "no packets were lost on purpose: that needs root, ip and iptables");
        }
    }

    // Between the links and the silos that are asked, in both directions.
    private static Task<IAsyncDisposable[]> Lose(SiloNetwork network, FaultContext context) => Task.WhenAll(context.Several.ReplicationPorts.SelectMany(
        silo => (Task<IAsyncDisposable>[])[network.DropToGateway(silo.Number, silo.Port, LossShare), network.DropFromGateway(silo.Number, silo.Port, LossShare)]));
}
