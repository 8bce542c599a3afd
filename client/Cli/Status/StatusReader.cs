using System.Net;
using ActiveActive.Client.Connection;
using ActiveActive.Database.Migration;
using ActiveActive.TestKit.Regions;

namespace ActiveActive.Cli.Status;

/// <summary>Gathers a region's status: who is a member by the database, who is ready by HTTP, and the number of activations by Orleans' management grain.</summary>
internal sealed class StatusReader(KnownRegion region, TimeSpan patience)
{
    public async Task<RegionReport> Read(CancellationToken cancellation)
    {
        var schema = await DatabaseMigrator.StatusAsync(region.Database, cancellation);
        if (schema.DatabaseVersion == 0)
        {
            return new RegionReport(region.Name, false, 0, schema.CodeVersion, [], "The database is empty: run `aactl db migrate` against it, or start a silo with MigrateAtStart.");
        }

        await using var database = new PrimaryDataSource(region.Database);
        var members = await MembershipReader.Read(database.Current, region.Name, cancellation);
        var activations = await CountActivations([.. members.Where(static member => member.IsActive)], cancellation);
        var silos = await Task.WhenAll(members.Select(member => Describe(member, activations, cancellation)));
        var serving = silos.Any(static silo => silo.Ready ?? silo.Activations is not null);
        return new RegionReport(region.Name, serving, schema.DatabaseVersion, schema.CodeVersion, silos, NoteFor(members, serving));
    }

    private static string? NoteFor(IReadOnlyList<Member> members, bool serving) => (serving, members.Any(static member => member.IsActive)) switch
    {
        (true, _) => null,
        (false, true) => "The membership table lists active silos, but none of them answers.",
        (false, false) => "No silo of this region runs.",
    };

    private async Task<SiloReport> Describe(Member member, Dictionary<string, int> activations, CancellationToken cancellation)
    {
        var known = region.Silos.FirstOrDefault(silo => silo.Name == member.Name);
        var url = known is null ? null : new Uri($"http://127.0.0.1:{known.Ports.Http}");
        return new SiloReport(
            member.Name,
            $"{member.Address}:{member.Port}",
            member.Status,
            member.IsActive ? Math.Round((DateTime.UtcNow - member.StartedAt).TotalSeconds, 1) : null,
            activations.TryGetValue(member.Name, out var count) ? count : null,
            known?.ProcessId,
            url?.ToString().TrimEnd('/'),
            url is null ? null : member.IsActive && await SiloControl.IsReady(url, cancellation));
    }

    private async Task<Dictionary<string, int>> CountActivations(IReadOnlyList<Member> active, CancellationToken cancellation)
    {
        if (active.Count == 0)
        {
            return [];
        }

        try
        {
            await using var client = await RegionClient.Connect(region.Name, region.Database, options => options.ConnectTimeout = patience, cancellation: cancellation);
            var management = client.Grains.GetGrain<IManagementGrain>(0);
            var counts = await Task.WhenAll(active.Select(async member => (member.Name, Count: await CountActivations(management, member, cancellation))));
            return counts.Where(static silo => silo.Count is not null).ToDictionary(static silo => silo.Name, static silo => silo.Count!.Value);
        }
        catch (TimeoutException)
        {
            return [];
        }
    }

    // Silo by silo, so that one that hangs does not hide the others.
    private async Task<int?> CountActivations(IManagementGrain management, Member member, CancellationToken cancellation)
    {
        try
        {
            var address = SiloAddress.New(IPAddress.Parse(member.Address), member.Port, member.Generation);
            var statistics = await management.GetRuntimeStatistics([address], cancellation).WaitAsync(patience, cancellation);
            return statistics[0].ActivationCount;
        }
        catch (Exception error) when (!cancellation.IsCancellationRequested && error is TimeoutException or OrleansException)
        {
            return null;
        }
    }
}
