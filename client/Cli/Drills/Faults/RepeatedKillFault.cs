namespace ActiveActive.Cli.Drills.Faults;

/// <summary>
/// One silo after the other is killed and started again, many times: the next one when the last is ready and the region has settled. Never the last one again, which may not have its
/// share of the grains yet.
/// </summary>
internal sealed class RepeatedKillFault(int kills) : IFault
{
    private static readonly TimeSpan Away = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(5);

    public int Kills => kills;

    public string Name => "kill";

    public string Description => $"{kills} times, a silo is killed (SIGKILL) and started again";

    public FaultGoal Goal => new();

    public async Task Run(FaultContext context, CancellationToken cancellation)
    {
        int[] last = [];
        for (var kill = 1; kill <= kills; kill++)
        {
            if (context.Targets.Count == 1)
            {
                context.Targets.Return(last);
            }

            var silos = await context.Targets.Take(1, context.Random, cancellation);
            context.Targets.Return(last);
            last = silos;
            context.Injected($"kill {kill} of {kills}: SIGKILL to {FaultContext.NameOf(silos[0])}", FaultContext.NameOf(silos[0]));
            await context.Region.KillSilo(silos[0]);
            await Task.Delay(Away, cancellation);
            await context.Start(silos[0], cancellation);
            await Task.Delay(Settle, cancellation);
        }
    }
}
