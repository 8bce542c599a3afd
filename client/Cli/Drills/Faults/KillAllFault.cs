namespace ActiveActive.Cli.Drills.Faults;

/// <summary>All silos get SIGKILL at the same moment; a second later they are started on other ports, as when a whole cluster is scheduled elsewhere.</summary>
/// <remarks>The new ones find a membership table full of silos that look alive and answer nothing. That is what is tried.</remarks>
internal sealed class KillAllFault : IFault
{
    private static readonly TimeSpan Away = TimeSpan.FromSeconds(1);

    public string Name => "kill-all";

    public string Description => "all silos are killed, and started again on other ports";

    public FaultGoal Goal => new(Recovery: 10);

    public int Seconds => 25;

    public async Task Run(FaultContext context, CancellationToken cancellation)
    {
        var silos = await context.Targets.Take(context.Targets.Count, context.Random, cancellation);
        context.Injected("SIGKILL to all silos");
        await Task.WhenAll(silos.Select(context.Region.KillSilo));
        await Task.Delay(Away, cancellation);
        Array.ForEach(silos, context.Region.MoveSilo);
        context.Healed("all silos are started on other ports");
        await Task.WhenAll(silos.Select(silo => context.Start(silo, cancellation)));
        context.Targets.Return(silos);
    }
}
