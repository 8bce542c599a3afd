namespace ActiveActive.Cli.Drills.Faults;

/// <summary>An upgrade: each silo in turn is stopped in order (SIGTERM) and started again; the next one's turn comes when it has its share. Nobody's call may fail.</summary>
internal sealed class RollingRestartFault : IFault
{
    public string Name => "rolling-restart";

    public string Description => "each silo in turn is stopped in order and started again";

    public FaultGoal Goal => new(GapMax: 0.5, NoFailedCall: true);

    public int Seconds => 50;

    public async Task Run(FaultContext context, CancellationToken cancellation)
    {
        foreach (var silo in Enumerable.Range(1, context.Targets.Count).OrderBy(_ => context.Random.Next()).ToArray())
        {
            var taken = await context.Targets.TakeOne(silo, cancellation);
            context.Injected($"SIGTERM to {FaultContext.NameOf(silo)}, then a new start", FaultContext.NameOf(silo));
            await context.Region.StopSilo(silo);
            await context.Start(silo, cancellation);
            context.Healed($"{FaultContext.NameOf(silo)} is back", FaultContext.NameOf(silo));
            context.Targets.Return(taken);
            await Task.Delay(FaultContext.ShareTime, cancellation);
        }
    }
}
