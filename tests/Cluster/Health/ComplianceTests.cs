using ActiveActive.Database.Backup;
using ActiveActive.Silo;
using ActiveActive.Silo.Health;
using ActiveActive.Silo.Storage;
using ActiveActive.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace ActiveActive.Tests.Cluster.Health;

/// <summary>Checks that look at what the database says of the past.</summary>
public sealed class ComplianceTests(PostgresFixture postgres) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("aa-health-").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_backup_is_noted_and_too_old_after_a_while()
    {
        var database = await postgres.NewDatabase();
        await using var region = await RegionCluster.Start(database);
        await region.Execute("update activeactive.incarnation set began_at = began_at - interval '3 days'");
        Assert.Contains("No backup", (await Look(region, CheckNames.Backup, isFailing: true)).Says, StringComparison.Ordinal);

        await RegionBackup.RunAsync(database, [], Path.Combine(_folder, "one"), Cancellation);
        Assert.InRange((await Look(region, CheckNames.Backup, isFailing: false)).Value!.Value, 0, 60);
        Assert.True(await region.Scalar<long>("select bytes from activeactive.backup") > 1000);

        await region.Execute("update activeactive.backup set made_at = made_at - interval '27 hours'");
        await Look(region, CheckNames.Backup, isFailing: true);
        await region.Execute("insert into activeactive.backup default values"); // by other means
        await Look(region, CheckNames.Backup, isFailing: false);
    }

    [Fact]
    public async Task What_may_not_be_here_is_found_by_one_silo_and_told_by_all_and_not_looked_for_again_before_its_time()
    {
        var database = await postgres.NewDatabase();
        await using var region = await RegionCluster.Start(database, silos: 2, configureSilo: static silo => silo.Services.Configure<ActiveActiveOptions>(static options =>
        {
            options.Region = "eu";
            options.Replication.Peers["us"] = ["http://127.0.0.1:1"];
        }));
        Assert.Contains("No audit", (await Look(region, CheckNames.Residency, isFailing: false)).Says, StringComparison.Ordinal);
        Assert.True(await region.Service<ResidencyAuditor>(1).Run(Cancellation));
        await Look(region, CheckNames.Residency, isFailing: false);

        await region.Execute("insert into activeactive.state (grain_type, grain_key, name, version, write_id, type_version, payload) values ('note', 'us:alice', 'note', 1, gen_random_uuid(), 1, 'x')");
        Assert.False(await region.Service<ResidencyAuditor>(0).Run(Cancellation)); // it was done today
        await region.Execute("update activeactive.residency_audit set finished_at = finished_at - interval '25 hours'");
        Assert.True(await region.Service<ResidencyAuditor>(0).Run(Cancellation));
        for (var silo = 0; silo < 2; silo++)
        {
            var found = await Look(region, CheckNames.Residency, isFailing: true, silo);
            Assert.Equal(1, found.Value);
            Assert.Contains("jurisdiction us", found.Says, StringComparison.Ordinal);
            Assert.DoesNotContain("alice", found.Says, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Encryption_is_well_when_it_is_on_and_its_key_grows_old()
    {
        var key = Convert.ToBase64String(new byte[32]);
        await using var region = await RegionCluster.Start(await postgres.NewDatabase(), configureSilo: silo => silo.Services.Configure<ActiveActiveOptions>(options =>
        {
            options.Encryption.Enabled = true;
            options.Encryption.Keys["k"] = key;
            options.Encryption.Primary = "k";
        }));
        await Look(region, CheckNames.Encryption, isFailing: false);
        await Look(region, CheckNames.KeyAge, isFailing: false);
        await region.Execute("update activeactive.data_key set created_at = created_at - interval '366 days'");
        Assert.InRange((await Look(region, CheckNames.KeyAge, isFailing: true)).Value!.Value, 366 * 86400, (366 * 86400) + 600);
    }

    [Fact]
    public async Task A_full_log_and_too_many_connections_fail_their_checks()
    {
        await using var region = await RegionCluster.Start(await postgres.NewDatabase(), configureSilo: static silo => silo.Services.Configure<ActiveActiveOptions>(static options =>
        {
            options.Health.LogSizeLimit = 1 << 20;
            options.Health.DatabaseConnections = 0.001;
        }));
        await Look(region, CheckNames.ReplicationLog, isFailing: false);
        await Look(region, CheckNames.FlushQueueWrites, isFailing: false);
        await region.Execute("""
            insert into activeactive.log (stream, number, hash, entries, entry_hashes)
            select (select min(id) from activeactive.stream), 1000000 + n, '\x00', array(select decode(string_agg(md5(random()::text), ''), 'hex') from generate_series(1, 2000)), array['\x00'::bytea] from generate_series(1, 100) as n
            """);
        await Look(region, CheckNames.ReplicationLog, isFailing: true);
        await Look(region, CheckNames.DatabaseConnections, isFailing: true);
        await region.Service<DatabaseClock>().Measure(Cancellation);
        Assert.InRange((await Look(region, CheckNames.Clock, isFailing: false)).Age.TotalSeconds, 0, 10);
    }

    private static async Task<CheckFinding> Look(RegionCluster region, string name, bool isFailing, int silo = 0)
    {
        var found = await region.Service<IEnumerable<INamedCheck>>(silo).Single(check => check.Name == name).Look(Cancellation);
        Assert.True(found.IsFailing == isFailing, found.Says);
        return found;
    }
}
