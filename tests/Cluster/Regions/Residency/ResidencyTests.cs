using ActiveActive.Database.Residency;
using ActiveActive.Merging;
using ActiveActive.Silo;
using ActiveActive.Silo.Replication;
using ActiveActive.State.Storage;
using ActiveActive.Tests.Support;

namespace ActiveActive.Tests.Cluster.Regions.Residency;

/// <summary>Three regions; what is of jurisdiction "de" may be held in r0 and r1 only.</summary>
public sealed class ResidencyTests(PostgresFixture postgres)
{
    private const string Key = "de:patient-SECRETKEY";
    private const string Word = "SECRETWORD";

    [Fact]
    public async Task Nothing_of_a_restricted_grain_reaches_a_region_that_may_not_hold_it()
    {
        await using var group = await Start();
        await Load(group);
        await group.Converge(static page => page.Count == 40, "free");
        await InBoth(group);

        Assert.Equal(["r0", "r1"], group.Recorder.WhoGot("SECRETKEY")); // each from the other
        Assert.Equal(["r0", "r1"], group.Recorder.WhoGot(Word));
        Assert.Empty(await group.Search(2, "SECRETKEY"));
        Assert.Empty(await group.Search(2, Word));
        Assert.NotEmpty(await group.Search(1, "SECRETKEY"));
        Assert.NotEmpty(await group.Search(1, Word));
        Assert.DoesNotContain(await Audit(group, 2), static held => held.Jurisdiction == "de");
        Assert.Contains(await Audit(group, 1), static held => held is { Jurisdiction: "de", Table: "log", Example: Key });
        Assert.Contains(await Audit(group, 1), static held => held is { Jurisdiction: "de", Table: "state", Count: 1, Example: Key });

        var error = await Assert.ThrowsAsync<MisdirectedException>(() => group.Notebook(2, Key).Read());
        Assert.Equal(["r0", "r1"], error.Regions);
        await Assert.ThrowsAsync<MisdirectedException>(() => group.Notebook(2, Key).Add("x"));
    }

    [Fact]
    public async Task A_planted_violation_is_found_by_the_recorder_the_search_and_the_audit()
    {
        await using var group = await Start(static replication => replication.PlantNoResidency = true);
        await group.Notebook(0, Key).Add(Word);
        await group.Converge(static page => page.Count == 1, Key);
        Assert.Contains("r2", group.Recorder.WhoGot("SECRETKEY"));
        Assert.Contains("r2", group.Recorder.WhoGot(Word));
        Assert.NotEmpty(await group.Search(2, "SECRETKEY"));
        Assert.NotEmpty(await group.Search(2, Word));
        Assert.Contains(await Audit(group, 2), static held => held is { Jurisdiction: "de", Table: "state", Example: Key } && !held.Regions.Contains("r2"));
        Assert.Contains(await Audit(group, 2), static held => held is { Jurisdiction: "de", Table: "log", Example: Key } && !held.Regions.Contains("r2"));
    }

    [Fact]
    public async Task What_is_in_the_wrong_stream_is_neither_sent_nor_taken()
    {
        // Region 0 has lost its policy, and writes into the stream for all. Region 1 has it, and neither takes the batch nor would hand it on.
        await using var group = await Start(static replication => replication.PlantNoResidency = !replication.Peers.ContainsKey("r0"), regions: 3);
        await group.Notebook(0, "free").Add("pen");
        await group.Converge(static page => page.Count == 1, "free");
        await group.Notebook(0, "r0:mine").Add(Word);
        await Eventually.Holds(() => Task.FromResult(group.Logs.Count(static log => log.Contains("has something that this one may not hold", StringComparison.Ordinal)) >= 2), "both others refuse it");
        Assert.Empty(await group.Search(1, Word));
        Assert.Empty(await group.Search(2, Word));
    }

    [Fact]
    public async Task A_sender_looks_at_each_key_before_it_sends()
    {
        await using var group = await Start();
        var misplaced = new StateWrite(new StateKey("notebook", "r0:mine", "notes"), 1, Guid.NewGuid(), ChangesState: true, 1, [], [], []) { Tells = new StateDelta("all", "{}"u8.ToArray(), VersionVector.None) };
        await group.Clusters[0]!.Service<LogTables>().Append(ResidencyPolicy.Everywhere, EntryCodec.Write(misplaced), TestContext.Current.CancellationToken);
        await Eventually.Holds(() => Task.FromResult(group.Logs.Any(static log => log.Contains("has something of jurisdiction 'r0', which region", StringComparison.Ordinal))), "it is not sent");
        Assert.Empty(group.Recorder.WhoGot("r0:mine"));
    }

    [Fact]
    public async Task A_policy_is_not_changed_under_data()
    {
        await using var group = await Start();
        await group.Notebook(0, Key).Add(Word);
        await group.Stop(0);
        group.Configure = static replication => replication.Residency["de"] = ["r0", "r2"];
        var error = await Assert.ThrowsAnyAsync<Exception>(() => group.Start(0));
        Assert.Contains("There are grains whose keys begin with 'de:'. Until now r0, r1 may hold them, and Replication:Residency says that r0, r2 may hold them.", error.ToString(), StringComparison.Ordinal);
    }

    private Task<RegionGroup> Start(Action<ReplicationOptions>? configure = null, int regions = 3) => RegionGroup.Start(postgres, regions, configure: replication =>
    {
        replication.Residency["de"] = ["r0", "r1"];
        configure?.Invoke(replication);
    });

    private static async Task Load(RegionGroup group)
    {
        for (var number = 0; number < 40; number++)
        {
            await group.Notebook(number % 2, Key).Add($"{Word}{number}");
            await group.Notebook(number % 3, "free").Add($"w{number}");
        }
    }

    private static Task InBoth(RegionGroup group) => Eventually.Holds(
        async () =>
        {
            var (one, other) = (await group.Notebook(0, Key).Read(), await group.Notebook(1, Key).Read());
            return one.Count == 40 && one.Fingerprint == other.Fingerprint;
        },
        "both regions have the restricted grain");

    private static Task<IReadOnlyList<HeldData>> Audit(RegionGroup group, int region) => ResidencyAudit.ReadAsync(group.ConnectionString(region), TestContext.Current.CancellationToken);
}
