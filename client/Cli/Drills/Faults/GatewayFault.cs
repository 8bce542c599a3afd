using ActiveActive.TestKit.Faults;

namespace ActiveActive.Cli.Drills.Faults;

/// <summary>Packets between clients and one silo's gateway vanish for some time. The silo itself is well, so nobody declares it dead: clients must find out alone and ask others.</summary>
internal sealed class GatewayFault : IFault
{
    private const double LossShare = 0.1;
    private static readonly TimeSpan Lasts = TimeSpan.FromSeconds(12);
    private readonly Func<SiloNetwork, Random, int, int, Task<IAsyncDisposable[]>> _inject;

    private GatewayFault(string name, string description, FaultGoal goal, Func<SiloNetwork, Random, int, int, Task<IAsyncDisposable[]>> inject)
    {
        (Name, Description, Goal) = (name, description, goal);
        _inject = inject;
    }

    public static GatewayFault Cut { get; } = new("gateway-cut", "clients and a gateway do not hear each other for 12 s", new FaultGoal(GapMax: 6), static (network, _, silo, port) =>
        Task.WhenAll(network.DropToGateway(silo, port), network.DropFromGateway(silo, port)));

    /// <summary>In one direction of the seed's choice.</summary>
    public static GatewayFault CutOneWay { get; } = new("gateway-cut-one-way", "a gateway does not hear clients for 12 s, or they do not hear it", new FaultGoal(GapMax: 6), static (network, random, silo, port) =>
        Task.WhenAll(random.Next(2) == 0 ? network.DropToGateway(silo, port) : network.DropFromGateway(silo, port)));

    public static GatewayFault Loss { get; } = new("gateway-loss", "one in ten packets between clients and a gateway is lost for 12 s", new FaultGoal(), static (network, _, silo, port) =>
        Task.WhenAll(network.DropToGateway(silo, port, LossShare), network.DropFromGateway(silo, port, LossShare)));

    public string Name { get; }

    public string Description { get; }

    public FaultGoal Goal { get; }

    public FaultNeeds Needs => FaultNeeds.Network;

    public int Seconds => 30;

    public async Task Run(FaultContext context, CancellationToken cancellation)
    {
        var silos = await context.Targets.Take(1, context.Random, cancellation);
        var silo = context.Region.Silos[silos[0] - 1];
        context.Injected($"{Description} ({silo.Name})", silo.Name);
        var broken = await _inject(context.Machine.Network!, context.Random, silo.Number, silo.Ports.Gateway);
        await Task.Delay(Lasts, cancellation);
        await SiloNetwork.Heal(broken);
        context.Healed($"clients and the gateway of {silo.Name} hear each other again", silo.Name);
        context.Targets.Return(silos);
    }
}
