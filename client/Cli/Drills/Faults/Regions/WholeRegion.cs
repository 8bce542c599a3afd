using ActiveActive.TestKit.Regions;

namespace ActiveActive.Cli.Drills.Faults.Regions;

/// <summary>What can be done to all processes of a region at once.</summary>
internal static class WholeRegion
{
    /// <summary>Kills silos and database (SIGKILL).</summary>
    public static Task Kill(RegionRunner region) => Task.WhenAll([.. region.Silos.Select(silo => region.KillSilo(silo.Number)), region.Postgres!.KillAsync(withChildren: true)]);

    /// <summary>Starts the database, then the silos.</summary>
    public static async Task Start(FaultContext context, RegionRunner region, CancellationToken cancellation)
    {
        await region.Postgres!.RestartAsync(cancellationToken: cancellation);
        await context.StartSilos(region, cancellation);
    }

    /// <summary>Freezes silos and database (SIGSTOP).</summary>
    public static void Freeze(RegionRunner region)
    {
        foreach (var silo in region.Silos)
        {
            region.FreezeSilo(silo.Number);
        }

        region.Postgres!.Freeze();
    }

    /// <summary>Lets all of them go on (SIGCONT).</summary>
    public static void Thaw(RegionRunner region)
    {
        region.Postgres!.Thaw();
        foreach (var silo in region.Silos)
        {
            region.ThawSilo(silo.Number);
        }
    }
}
