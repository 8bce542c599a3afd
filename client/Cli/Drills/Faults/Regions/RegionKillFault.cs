namespace ActiveActive.Cli.Drills.Faults.Regions;

/// <summary>A whole region dies at once, silos and database, as when its site is gone, and is started again later. Nobody elsewhere may notice; what it had told nobody yet arrives when it is back.</summary>
internal sealed class RegionKillFault : IFault
{
    private static readonly TimeSpan Away = TimeSpan.FromSeconds(8);

    public string Name => "region-kill";

    public string Description => "all silos and the database of a region are killed (SIGKILL), and started again after 8 s";

    public FaultGoal Goal => new(GapMax: 1, Recovery: 20, Converged: 3, NoFailedCall: true);

    public FaultNeeds Needs => FaultNeeds.Regions;

    public int Seconds => 30;

    public async Task Run(FaultContext context, CancellationToken cancellation)
    {
        var region = context.Several.Choose(context.Random);
        context.Injected($"SIGKILL to all silos and the database of {region.Region}", region);
        await WholeRegion.Kill(region);
        await Task.Delay(Away, cancellation);
        context.Healed($"{region.Region} is started again");
        await WholeRegion.Start(context, region, cancellation);
    }
}
