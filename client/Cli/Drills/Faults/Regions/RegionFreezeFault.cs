using ActiveActive.TestKit.History;

namespace ActiveActive.Cli.Drills.Faults.Regions;

/// <summary>
/// All processes of a region stand still, and go on as if no time had passed. Their callers have asked for the same in other regions by then, and what was under way in the frozen one takes effect
/// there, too: it may count once only.
/// </summary>
internal sealed class RegionFreezeFault : IFault
{
    private static readonly TimeSpan Frozen = TimeSpan.FromSeconds(12);

    public string Name => "region-freeze";

    public string Description => "all silos and the database of a region are frozen (SIGSTOP) for 12 s and go on";

    public FaultGoal Goal => new(GapMax: 1, Recovery: 5, Converged: 3, NoFailedCall: true);

    public FaultNeeds Needs => FaultNeeds.Regions;

    public int Seconds => 30;

    public async Task Run(FaultContext context, CancellationToken cancellation)
    {
        var region = context.Several.Choose(context.Random);
        context.Injected($"SIGSTOP to all silos and the database of {region.Region}", region);
        try
        {
            WholeRegion.Freeze(region);
            context.Note(TimedEventKind.Note, $"{region.Region} is frozen", region);
            await Task.Delay(Frozen, cancellation);
        }
        finally
        {
            WholeRegion.Thaw(region);
        }

        context.Healed($"SIGCONT to all of {region.Region}");
    }
}
