namespace ActiveActive.Cli.Drills.Faults;

/// <summary>A silo is added under load, as on a scale-out. Nobody's call may fail.</summary>
internal sealed class JoinFault : IFault
{
    // Three of the periods in which silos compare their numbers of grains, and a while for the moves.
    private static readonly TimeSpan GetsItsShare = TimeSpan.FromSeconds(10);

    public string Name => "join";

    public string Description => "a new silo joins";

    public FaultGoal Goal => new(GapMax: 0.5, NoFailedCall: true);

    public int Seconds => 25;

    public async Task Run(FaultContext context, CancellationToken cancellation)
    {
        context.Injected("a new silo is started");
        var number = await context.Add(cancellation);
        context.Healed($"{FaultContext.NameOf(number)} is ready", FaultContext.NameOf(number));
        await Task.Delay(GetsItsShare, cancellation);
    }
}
