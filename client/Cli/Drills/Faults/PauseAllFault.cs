using ActiveActive.TestKit.History;

namespace ActiveActive.Cli.Drills.Faults;

/// <summary>All silos and the database stand still for two seconds, as when a virtual machine is moved or a laptop's lid is closed. Nobody may take anybody for dead.</summary>
internal sealed class PauseAllFault : IFault
{
    private static readonly TimeSpan Paused = TimeSpan.FromSeconds(2);

    public string Name => "pause-all";

    public string Description => "all silos and the database are frozen (SIGSTOP) for 2 s and go on";

    public FaultGoal Goal => new(Recovery: 2);

    public bool StopsDatabase => true;

    public async Task Run(FaultContext context, CancellationToken cancellation)
    {
        var region = context.Region;
        var silos = await context.Targets.Take(context.Targets.Count, context.Random, cancellation);
        await context.Targets.TakeDatabase(cancellation);
        try
        {
            context.Injected("SIGSTOP to all silos and the database");
            Array.ForEach(silos, region.FreezeSilo);
            region.Postgres!.Freeze();
            foreach (var silo in silos)
            {
                context.Note(TimedEventKind.SiloFrozen, $"{FaultContext.NameOf(silo)}: frozen", FaultContext.NameOf(silo));
            }

            await Task.Delay(Paused, cancellation);
        }
        finally
        {
            region.Postgres!.Thaw();
            Array.ForEach(silos, region.ThawSilo);
            context.Targets.ReturnDatabase();
            context.Targets.Return(silos);
        }

        foreach (var silo in silos)
        {
            context.Note(TimedEventKind.SiloThawed, $"{FaultContext.NameOf(silo)}: goes on", FaultContext.NameOf(silo));
        }

        context.Healed("SIGCONT to all");
    }
}
