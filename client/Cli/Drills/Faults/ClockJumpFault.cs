namespace ActiveActive.Cli.Drills.Faults;

/// <summary>
/// A silo's clock jumps: some seconds ahead, later as far behind, and back. Ids are checked by the database's clock, and times of failure detection and of the fence by the
/// monotonic one, so nobody should notice.
/// </summary>
internal sealed class ClockJumpFault : IFault
{
    private const int LeastSeconds = 5;
    private const int MostSeconds = 90;
    private static readonly TimeSpan Each = TimeSpan.FromSeconds(8);

    public string Name => "clock-jump";

    public string Description => "a silo's clock jumps some seconds ahead, then as far behind, then back";

    public FaultGoal Goal => new(GapMax: 0.5, NoFailedCall: true);

    public FaultNeeds Needs => FaultNeeds.Clocks;

    public int Seconds => 30;

    public async Task Run(FaultContext context, CancellationToken cancellation)
    {
        var clocks = context.Machine.Clocks!;
        var silos = await context.Targets.TakeOne(clocks.Silo, cancellation);
        var name = FaultContext.NameOf(silos[0]);
        var jump = TimeSpan.FromSeconds(context.Random.Next(LeastSeconds, MostSeconds));
        foreach (var ahead in (TimeSpan[])[jump, -jump])
        {
            context.Injected($"the clock of {name} is {ahead.TotalSeconds:+0;-0} s off", name);
            clocks.Set(ahead);
            await Task.Delay(Each, cancellation);
        }

        clocks.Set(TimeSpan.Zero);
        context.Healed($"the clock of {name} is right again", name);
        context.Targets.Return(silos);
    }
}
