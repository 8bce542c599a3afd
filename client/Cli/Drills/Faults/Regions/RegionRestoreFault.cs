using ActiveActive.Database.Backup;
using ActiveActive.TestKit.History;
using ActiveActive.TestKit.Regions;

namespace ActiveActive.Cli.Drills.Faults.Regions;

/// <summary>
/// A region's database is replaced by an older backup, as after an operator's mistake or a lost disk. The region has to get back what it wrote since then from the others before it writes again; nothing may be
/// lost or counted twice.
/// </summary>
/// <remarks>
/// Its callers are led away before, as whoever restores a region would do, and the others have all of it when the old database goes: what reached no other region cannot come back from one.
/// </remarks>
internal sealed class RegionRestoreFault : IFault
{
    private static readonly TimeSpan Older = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan HandOverLimit = TimeSpan.FromSeconds(20);

    public string Name => "region-restore";

    public string Description => "a region is stopped, its database is replaced by a backup that is 5 s older, and it is started again";

    public FaultGoal Goal => new(GapMax: 1, Recovery: 25, Converged: 3, NoFailedCall: true);

    public FaultNeeds Needs => FaultNeeds.Regions;

    public int Seconds => 35;

    public async Task Run(FaultContext context, CancellationToken cancellation)
    {
        var several = context.Several;
        var region = several.Choose(context.Random);
        var backup = Directory.CreateTempSubdirectory("aa-drill-backup-");
        try
        {
            await RegionBackup.RunAsync(region.ConnectionString, [], backup.FullName, cancellation);
            context.Note(TimedEventKind.Note, $"{region.Region} is backed up", region);
            await Task.Delay(Older, cancellation);

            context.Injected($"the callers of {region.Region} are led away, then it is stopped", region);
            several.LeadCallersAway(region, away: true);
            await HandedOver(context, region, cancellation);
            foreach (var silo in region.Silos)
            {
                await region.StopSilo(silo.Number);
            }

            await region.Postgres!.EmptyAsync(cancellation);
            await RegionRestore.RunAsync(backup.FullName, region.ConnectionString, [], cancellation);
            context.Note(TimedEventKind.Restored, $"the database of {region.Region} is the backup", region);
        }
        finally
        {
            backup.Delete(recursive: true);
        }

        several.LeadCallersAway(region, away: false);
        context.Healed($"{region.Region} is started with it");
        await context.StartSilos(region, cancellation);
    }

    // Calls that were under way have ended by then, or go on in other regions.
    private static async Task HandedOver(FaultContext context, RegionRunner region, CancellationToken cancellation)
    {
        await Task.Delay(TimeSpan.FromSeconds(1), cancellation);
        var all = await context.Several.Carts(region);
        foreach (var other in context.Several.Regions.Where(other => other != region))
        {
            if (await context.Several.Has(other, all, HandOverLimit, cancellation) is null)
            {
                throw new RegionException($"{other.Region} had not got all changes of {region.Region} {HandOverLimit.TotalSeconds} s after its callers were led away; restoring it now would lose some. See the silos' logs.");
            }
        }
    }
}
