using ActiveActive.Database.Conflicts;
using ActiveActive.Database.DeadLetters;
using ActiveActive.Database.Encryption;
using ActiveActive.Silo.Replication.Repair;
using ActiveActive.Tests.Cluster.Regions.Grains;
using ActiveActive.Tests.Support;

namespace ActiveActive.Tests.Cluster.Regions;

/// <summary>Regions that encrypt at rest, each with keys of its own, replicate, and nothing of what they tell each other can be read in their databases.</summary>
[Collection(ConflictTests.Collection)]
public sealed class EncryptedRegionsTests(PostgresFixture postgres) : IDisposable
{
    private const string Secret = "tremendously-secret";
    private readonly string _folder = Directory.CreateTempSubdirectory("aa-regions-keys-").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_regions_tell_each_other_is_in_no_table()
    {
        await using var group = await Start(2);
        await group.Notebook(0, "a").Add(Secret);
        await group.Converge(static page => page.Words is [Secret], "a");
        await Conflict(group);
        await PutAside(group);

        Assert.Equal("", string.Join(", ", await Found(group)));

        // Also after a restart, which reads the log.
        await group.Stop(1);
        await group.Notebook(0, "a").Add($"{Secret}-2");
        await group.Start(1);
        await group.Converge(static page => page.Count == 2, "a");
        Assert.Equal("", string.Join(", ", await Found(group)));
    }

    [Fact]
    public async Task Without_encryption_the_search_finds_it()
    {
        await using var group = await RegionGroup.Start(postgres, 2);
        await group.Notebook(0, "a").Add(Secret);
        await group.Converge(static page => page.Words is [Secret], "a");
        await Conflict(group);
        await PutAside(group);

        var found = await Found(group);
        foreach (var table in (string[])["state", "log", "conflict", "dead_letter"])
        {
            Assert.Contains(found, one => one.EndsWith($"activeactive.{table}", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task A_conflict_is_read_and_restored_by_the_grain()
    {
        await using var group = await Start(2);
        await Conflict(group);
        var kept = Assert.Single(await Conflicts(group, 0));
        Assert.True(kept.Hidden.IsSealed && kept.Shown.IsSealed);
        Assert.Equal(new ConflictValues($"\"{Secret} 1\"", $"\"{Secret} 0\""), await group.Conflicts(0, "title").Read(kept.Id));

        await Stamped.Call(Stamped.NewId(), 1, () => group.Conflicts(0, "title").Restore(kept.Id));
        await group.Converge(static page => page.Title == $"{Secret} 0", "title");
    }

    [Fact]
    public async Task A_new_region_takes_a_snapshot_and_a_damaged_row_is_mended()
    {
        await using var group = await Start(2, later: 1);
        await Task.WhenAll(Enumerable.Range(0, 20).Select(number => group.Notebook(number % 2, $"{number}").Add(Secret)));
        await group.Converge(static page => page.Count == 1, [.. Enumerable.Range(0, 20).Select(static number => $"{number}")]);
        await Eventually.Holds(async () => await group.Clusters[0]!.Scalar<long>("select count(*) from activeactive.log") < 4, "the log is trimmed");
        group.Known = 3;
        foreach (var region in (int[])[0, 1])
        {
            await group.Stop(region);
            await group.Start(region);
        }

        await group.Start(2);
        await group.Converge(static page => page.Words is [Secret], "0", "1", "19");
        await Eventually.Holds(async () => await group.Clusters[2]!.Scalar<bool>("select rejoined from activeactive.incarnation"), "it is whole");
        await group.Clusters[2]!.Execute("delete from activeactive.state where grain_key = '1'");
        await Eventually.Holds(async () => (await group.Clusters[2]!.Service<RegionRepair>().Fetch("r0", Cancellation)).Mended.Count == 1, "it is fetched");
        await group.Converge(static page => page.Words is [Secret], "1");
        Assert.Equal("", string.Join(", ", await Found(group)));
    }

    [Fact]
    public async Task A_key_that_seals_changes_stays_until_these_are_gone()
    {
        await using var group = await Start(2);
        await group.Notebook(0, "a").Add(Secret);
        await group.Converge(static page => page.Count == 1, "a");
        var (database, file) = (group.Database(1), File(1));
        var first = KeyFile.Read(file).Primary;
        Assert.Contains((await KeyUse.ReadAsync(database, Cancellation)).DataKeys, key => key.RingKey == first && key.Changes > 0);

        KeyFile.Add(file, makePrimary: true, TimeProvider.System);
        await Eventually.Holds(
            async () =>
            {
                await group.Notebook(0, "b").Add(Secret); // one that comes before the file is read anew is sealed by the old key
                return (await KeyUse.ReadAsync(database, Cancellation)).DataKeys.Any(key => key.RingKey != first && key.Changes > 0);
            },
            "changes are sealed by the new key");
        await group.Converge(static page => page.Count > 0, "b");
        Assert.Equal(0, (await KeyUse.ReadAsync(database, Cancellation)).Unencrypted);

        await group.Clusters[1]!.Execute("delete from activeactive.effect");
        await group.Clusters[1]!.Execute("delete from activeactive.conflict");
        await Eventually.Holds(async () => (await KeyUse.ReadAsync(database, Cancellation)).DataKeys.All(key => key.RingKey != first || (key.States == 0 && key.Changes > 0)), "only changes have it");
        await group.Notebook(1, "a").Add("more"); // the last batches of a stream stay
        await group.Notebook(0, "a").Add("more");
        await Eventually.Holds(
            async () =>
            {
                await group.Clusters[1]!.Execute("delete from activeactive.effect");
                await group.Clusters[1]!.Execute("delete from activeactive.log l where number < (select applied from activeactive.stream s where s.id = l.stream and region = 'r0' union all select head from activeactive.stream s where s.id = l.stream and region = 'r1')");
                return (await KeyUse.ReadAsync(database, Cancellation)).DataKeys.All(key => key.RingKey != first);
            },
            "the old key is gone",
            TimeSpan.FromSeconds(30));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static async Task<List<string>> Found(RegionGroup group)
    {
        var found = new List<string>();
        foreach (var region in Enumerable.Range(0, group.Clusters.Length).Where(region => group.Clusters[region] is not null))
        {
            found.AddRange((await group.Search(region, Secret)).Select(table => $"{RegionGroup.Name(region)}: {table}"));
        }

        return found;
    }

    private static async Task Conflict(RegionGroup group)
    {
        await group.Apart(region => group.Notebook(region, "title").Title($"{Secret} {region}"));
        await group.Converge(static page => page.Title == $"{Secret} 1", "title");
        await Eventually.Holds(async () => (await Conflicts(group, 0)).Count > 0, "it is kept");
    }

    private static async Task PutAside(RegionGroup group)
    {
        var text = $"{Secret} {Guid.NewGuid():n}";
        FragileText.Unreadable[text] = true;
        await group.Notebook(0, "held").Seal(text);
        await Eventually.Holds(async () => (await AsideLetters.ListAsync(group.Clusters[1]!.Database, null, null, 10, Cancellation)).Count == 1, "it is put aside");
        FragileText.Unreadable.TryRemove(text, out _);
    }

    private static Task<IReadOnlyList<KeptConflict>> Conflicts(RegionGroup group, int region) => KeptConflicts.ListAsync(group.Clusters[region]!.Database, "notebook", "title", 10, Cancellation);

    private Task<RegionGroup> Start(int regions, int later = 0)
    {
        foreach (var region in Enumerable.Range(0, regions + later))
        {
            KeyFile.Create(File(region), TimeProvider.System);
        }

        return RegionGroup.Start(postgres, regions, keepLogFor: later > 0 ? TimeSpan.Zero : null, later: later, options: (region, options) =>
        {
            var encryption = options.Encryption;
            (encryption.Enabled, encryption.KeyFile) = (true, File(region));
            encryption.RingPeriod = TimeSpan.FromMilliseconds(50);
            encryption.RenewPeriod = TimeSpan.FromMilliseconds(100);
            encryption.RetireAfter = TimeSpan.FromSeconds(1);
            encryption.RemoveAfter = TimeSpan.Zero;
            encryption.ReencryptionPeriod = TimeSpan.FromMilliseconds(100);
        });
    }

    private string File(int region) => Path.Combine(_folder, $"{RegionGroup.Name(region)}.json");
}
