namespace ActiveActive.Cli.Drills.Faults;

/// <summary>Some silos get SIGKILL at the same moment, and stay away.</summary>
internal sealed class KillFault(string name, int count, FaultGoal goal) : IFault
{
    public string Name => name;

    public string Description => count == 1 ? "a silo is killed (SIGKILL)" : $"{count} silos are killed at the same moment (SIGKILL)";

    public FaultGoal Goal => goal;

    public async Task Run(FaultContext context, CancellationToken cancellation)
    {
        var silos = await context.Targets.Take(count, context.Random, cancellation);
        context.Injected($"SIGKILL to {string.Join(" and ", silos.Select(FaultContext.NameOf))}", FaultContext.NameOf(silos[0]));
        await Task.WhenAll(silos.Select(context.Region.KillSilo));
        await context.ReturnUnlessAlone(silos, cancellation);
    }
}
