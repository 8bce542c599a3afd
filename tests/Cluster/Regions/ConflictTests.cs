using System.Diagnostics.Metrics;
using ActiveActive.Database.Conflicts;
using ActiveActive.Merging;
using ActiveActive.Silo.Replication.Conflicts;
using ActiveActive.State.Storage;
using ActiveActive.Tests.Support;

namespace ActiveActive.Tests.Cluster.Regions;

/// <summary>What regions wrote at the same time is kept, can be seen and written again.</summary>
[Collection(Collection)]
public sealed class ConflictTests(PostgresFixture postgres)
{
    /// <summary>Conflicts of all silos of this process are counted, so other tests that make some do not run beside these.</summary>
    internal const string Collection = "conflicts are counted";

    private static readonly string[] Titles = ["early", "late"];

    [Fact]
    public async Task A_discarded_value_is_kept_once_with_both_sides_and_comes_back_everywhere()
    {
        await using var group = await RegionGroup.Start(postgres, 2);
        await group.Notebook(0, "a").Title("first");
        await group.Notebook(0, "a").Title("overwritten"); // in one region: no conflict
        await group.Converge(static page => page.Title == "overwritten", "a");
        await group.Apart(region => group.Notebook(region, "a").Title(Titles[region]));
        await group.Converge(static page => page.Title == "late", "a");

        foreach (var region in (int[])[0, 1])
        {
            await Eventually.Holds(async () => (await List(group, region)).Count > 0, "it is kept");
            var kept = Assert.Single(await List(group, region));
            Assert.Equal(("notebook", "a", "notes", "Title", "discarded"), (kept.GrainType, kept.GrainKey, kept.Name, kept.Path, kept.Kind));
            Assert.Equal(("\"late\"", false, "r1"), (kept.Shown.Value, kept.Shown.IsCut, kept.Shown.Region));
            Assert.Equal(("\"early\"", false, "r0"), (kept.Hidden.Value, kept.Hidden.IsCut, kept.Hidden.Region));
            Assert.True(kept.Hidden.At < kept.Shown.At);
            Assert.Null(kept.RestoredAt);
        }

        var conflict = (await List(group, 0)).Single();
        var (id, restoring) = (Stamped.NewId(), group.Conflicts(0, "a"));
        await Stamped.Call(id, 1, () => restoring.Restore(conflict.Id));
        await group.Converge(static page => page.Title == "early", "a");
        Assert.NotNull((await List(group, 0)).Single().RestoredAt);

        await group.Notebook(1, "a").Title("after");
        await group.Converge(static page => page.Title == "after", "a");
        await Stamped.Call(id, 2, () => restoring.Restore(conflict.Id)); // made again, it counts once
        await group.Notebook(1, "a").Add("pen");
        await group.Converge(static page => page is { Title: "after", Words: ["pen"] }, "a");
        Assert.Single(await List(group, 0));
        Assert.Single(await List(group, 1));
    }

    [Fact]
    public async Task A_merge_that_is_made_again_keeps_nothing_twice()
    {
        await using var group = await RegionGroup.Start(postgres, 2);
        var book = group.Clusters[0]!.Service<ConflictBook>();
        var (zero, one) = (new Origin("r0", 1), new Origin("r1", 1));
        var conflict = new Conflict("Title", ConflictKind.Discarded, new Dot(one, 1), new Stamp(2, 0, one), "late", new Dot(zero, 1), new Stamp(1, 0, zero), "early", typeof(string));
        var key = new StateKey("notebook", "a", "notes");

        var first = Assert.Single(await book.Keep(key, [conflict, conflict], TestContext.Current.CancellationToken));
        Assert.Empty(await book.Keep(key, [conflict], TestContext.Current.CancellationToken));
        Assert.Single(await book.Keep(key with { GrainKey = "b" }, [conflict], TestContext.Current.CancellationToken));
        Assert.Single(await book.Keep(key, [conflict with { HiddenDot = new Dot(zero, 2) }], TestContext.Current.CancellationToken));
        await book.Forget([first], TestContext.Current.CancellationToken);
        Assert.Equal(2, (await List(group, 0)).Count);
    }

    [Fact]
    public async Task Of_more_conflicts_than_are_to_be_kept_the_latest_are_and_all_are_counted()
    {
        using var counted = new Counted();
        await using var group = await RegionGroup.Start(postgres, 2, configure: static replication => replication.KeepConflictsOf["notebook"] = 2);
        string[] keys = ["a", "b", "c", "d"];
        await group.Apart(async region =>
        {
            foreach (var key in keys)
            {
                await group.Notebook(region, key).Title(Titles[region]);
            }
        });
        await group.Converge(static page => page.Title == "late", keys);
        await Eventually.Holds(() => counted.Total == 8, "both regions have counted four");
        Assert.Equal(2, (await List(group, 0)).Count);
        Assert.Equal(2, (await List(group, 1)).Count);
        Assert.True((await List(group, 0)).Min(static one => one.Id) > 2);
    }

    [Fact]
    public async Task Where_none_are_to_be_kept_they_are_counted_all_the_same()
    {
        using var counted = new Counted();
        await using var group = await RegionGroup.Start(postgres, 2, configure: static replication => replication.KeepConflicts = 0);
        await group.Apart(region => group.Notebook(region, "a").Title(Titles[region]));
        await group.Converge(static page => page.Title == "late", "a");
        await Eventually.Holds(() => counted.Total == 2, "both regions have counted one");
        Assert.Empty(await List(group, 0));
    }

    [Fact]
    public async Task What_cannot_be_restored_is_refused_and_says_why()
    {
        await using var group = await RegionGroup.Start(postgres, 2);
        await group.Apart(region => group.Notebook(region, "a").Title(Titles[region] + new string('x', region == 0 ? 20_000 : 0)));
        await group.Converge(static page => page.Title == "late", "a");
        var conflict = (await List(group, 0)).Single();
        Assert.True(conflict.Hidden is { IsCut: true, Value.Length: 16 << 10 });

        Assert.Equal("value-was-cut", (await Assert.ThrowsAsync<RefusedException>(() => group.Conflicts(0, "a").Restore(conflict.Id))).Code);
        Assert.Equal("no-such-conflict", (await Assert.ThrowsAsync<RefusedException>(() => group.Conflicts(0, "b").Restore(conflict.Id))).Code);
        Assert.Equal("no-such-conflict", (await Assert.ThrowsAsync<RefusedException>(() => group.Conflicts(0, "a").Restore(conflict.Id + 100))).Code);
        await group.Converge(static page => page.Title == "late", "a");
    }

    private static Task<IReadOnlyList<KeptConflict>> List(RegionGroup group, int region) =>
        KeptConflicts.ListAsync(group.Clusters[region]!.Database, "notebook", null, 100, TestContext.Current.CancellationToken);

    // The discarded values of notebooks that any silo of this process counts.
    private sealed class Counted : IDisposable
    {
        private readonly MeterListener _listener = new();
        private long _total;

        public Counted()
        {
            _listener.InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument.Name == "activeactive.replication.conflicts")
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            };
            _listener.SetMeasurementEventCallback<long>((_, added, tags, _) =>
            {
                if (tags.Contains(KeyValuePair.Create<string, object?>("grain_type", "notebook")) && tags.Contains(KeyValuePair.Create<string, object?>("kind", "discarded")))
                {
                    Interlocked.Add(ref _total, added);
                }
            });
            _listener.Start();
        }

        public long Total => Interlocked.Read(ref _total);

        public void Dispose() => _listener.Dispose();
    }
}
