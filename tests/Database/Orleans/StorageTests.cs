using ActiveActive.Tests.Database.Support;
using Orleans.Storage;

namespace ActiveActive.Tests.Database.Orleans;

/// <summary>Orleans' AdoNet storage provider against our table: versions, and what happens when two write.</summary>
public sealed class StorageTests(OrleansSilo silo) : IClassFixture<OrleansSilo>
{
    private const string StateType = "diary";

    public static TheoryData<string> Storages => [OrleansSilo.StorageName, OrleansSilo.DeletingStorageName];

    [Fact]
    public async Task Of_many_first_writes_at_once_exactly_one_wins()
    {
        var storage = silo.Storage(OrleansSilo.StorageName);
        for (var round = 0; round < 20; round++)
        {
            var id = GrainId.Create("test", $"first-{round}");
            var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(() => TryWriteAsync(storage, id, $"writer {writer}"))));

            Assert.Single(results, won => won);
            Assert.Equal(1, await silo.Database.ValueAsync<long>($"SELECT count(*) FROM OrleansStorage WHERE GrainIdExtensionString = 'first-{round}'"));
        }
    }

    [Fact]
    public async Task A_stale_write_is_a_conflict_and_changes_nothing()
    {
        var storage = silo.Storage(OrleansSilo.StorageName);
        var id = GrainId.Create("test", "stale");
        await storage.WriteStateAsync(StateType, id, State("first"));
        var (one, other) = (await ReadAsync(storage, id), await ReadAsync(storage, id));

        one.State!.Text = "one";
        await storage.WriteStateAsync(StateType, id, one);
        other.State!.Text = "other";
        await Assert.ThrowsAsync<InconsistentStateException>(() => storage.WriteStateAsync(StateType, id, other));

        Assert.Equal("one", (await ReadAsync(storage, id)).State!.Text);
    }

    [Theory]
    [MemberData(nameof(Storages))]
    public async Task A_stale_clear_is_a_conflict_and_a_fresh_one_clears(string name)
    {
        var storage = silo.Storage(name);
        var id = GrainId.Create("test", $"clear-{name}");
        await storage.WriteStateAsync(StateType, id, State("first"));
        var (fresh, stale) = (await ReadAsync(storage, id), await ReadAsync(storage, id));
        await storage.WriteStateAsync(StateType, id, fresh);

        await Assert.ThrowsAsync<InconsistentStateException>(() => storage.ClearStateAsync(StateType, id, stale));
        await storage.ClearStateAsync(StateType, id, fresh);

        var cleared = await ReadAsync(storage, id);
        Assert.False(cleared.RecordExists);
        Assert.Equal(name == OrleansSilo.DeletingStorageName, cleared.ETag is null);
        await storage.WriteStateAsync(StateType, id, cleared);
        Assert.True((await ReadAsync(storage, id)).RecordExists);
    }

    [Fact]
    public async Task Keys_of_every_kind_are_kept_apart()
    {
        var storage = silo.Storage(OrleansSilo.StorageName);
        var number = GrainIdKeyExtensions.CreateIntegerKey(7);
        GrainId[] ids =
        [
            GrainId.Create(GrainType.Create("test"), number),
            GrainId.Create(GrainType.Create("test"), GrainIdKeyExtensions.CreateIntegerKey(7, "ext")),
            GrainId.Create(GrainType.Create("test"), GrainIdKeyExtensions.CreateGuidKey(new Guid(7, 0, 0, new byte[8]))),
            GrainId.Create("test", "seven"),
        ];

        foreach (var id in ids) await storage.WriteStateAsync(StateType, id, State(id.ToString()));

        foreach (var id in ids) Assert.Equal(id.ToString(), (await ReadAsync(storage, id)).State!.Text);
    }

    [Fact]
    public async Task Overwriting_leaves_the_index_alone()
    {
        var storage = silo.Storage(OrleansSilo.StorageName);
        var id = GrainId.Create("test", "hot");
        var state = State("x");
        for (var write = 0; write < 20; write++) await storage.WriteStateAsync(StateType, id, state);

        await silo.Database.RunAsync("SELECT pg_stat_force_next_flush()");
        var hot = await silo.Database.ValueAsync<long>("SELECT n_tup_hot_upd FROM pg_stat_user_tables WHERE relname = 'orleansstorage'");
        Assert.True(hot > 0);
    }

    private static GrainState<Diary> State(string text) => new() { State = new Diary { Text = text } };

    private static async Task<bool> TryWriteAsync(IGrainStorage storage, GrainId id, string text)
    {
        try
        {
            await storage.WriteStateAsync(StateType, id, State(text));
            return true;
        }
        catch (InconsistentStateException)
        {
            return false;
        }
    }

    private static async Task<GrainState<Diary>> ReadAsync(IGrainStorage storage, GrainId id)
    {
        var state = new GrainState<Diary>();
        await storage.ReadStateAsync(StateType, id, state);
        return state;
    }
}
