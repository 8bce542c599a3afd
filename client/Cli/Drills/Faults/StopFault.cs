namespace ActiveActive.Cli.Drills.Faults;

/// <summary>A silo is asked to stop (SIGTERM), as on a scale-in. It hands over what it has; nobody's call may fail.</summary>
internal sealed class StopFault : IFault
{
    public string Name => "stop";

    public string Description => "a silo is stopped in order (SIGTERM)";

    public FaultGoal Goal => new(GapMax: 0.5, NoFailedCall: true);

    public async Task Run(FaultContext context, CancellationToken cancellation)
    {
        var silos = await context.Targets.Take(1, context.Random, cancellation);
        context.Injected($"SIGTERM to {FaultContext.NameOf(silos[0])}", FaultContext.NameOf(silos[0]));
        await context.Region.StopSilo(silos[0]);
        await context.ReturnUnlessAlone(silos, cancellation);
    }
}
