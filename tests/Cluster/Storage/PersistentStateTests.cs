using ActiveActive.Silo;
using ActiveActive.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;

namespace ActiveActive.Tests.Cluster.Storage;

/// <summary>Orleans' own persistent state by the group committer: the rules of a storage provider, and grains that use it.</summary>
public sealed class PersistentStateTests(PostgresFixture postgres) : IAsyncLifetime
{
    private const string Name = "notes";
    private RegionCluster _region = null!;
    private string _database = "";

    private IGrainStorage Storage => _region.Service<IGrainStorage>();

    public async ValueTask InitializeAsync() => _region = await Region(_database = await postgres.NewDatabase());

    public ValueTask DisposeAsync() => _region.DisposeAsync();

    [Fact]
    public async Task What_was_never_written_does_not_exist_and_has_no_etag()
    {
        var state = await Read("none");
        Assert.Equal((false, null, ""), (state.RecordExists, state.ETag, state.State!.Text));
    }

    [Fact]
    public async Task What_was_written_is_read_with_its_etag()
    {
        var written = State("hello");
        await Storage.WriteStateAsync(Name, Id("a"), written);
        var read = await Read("a");
        Assert.Equal(("hello", true, written.ETag), (read.State!.Text, read.RecordExists, read.ETag));
        Assert.True(written.RecordExists);
    }

    [Fact]
    public async Task Each_write_has_another_etag()
    {
        var state = State("one");
        var etags = new HashSet<string?>();
        for (var write = 0; write < 5; write++)
        {
            await Storage.WriteStateAsync(Name, Id("b"), state);
            Assert.True(etags.Add(state.ETag));
        }
    }

    [Fact]
    public async Task Of_many_first_writes_at_once_exactly_one_wins()
    {
        for (var round = 0; round < 10; round++)
        {
            var id = Id($"first-{round}");
            var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => TryWrite(id, State($"writer {writer}"))));
            Assert.Single(results, static won => won);
        }
    }

    [Fact]
    public async Task A_stale_write_is_a_conflict_and_changes_nothing()
    {
        await Storage.WriteStateAsync(Name, Id("c"), State("first"));
        var (one, other) = (await Read("c"), await Read("c"));
        one.State!.Text = "one";
        await Storage.WriteStateAsync(Name, Id("c"), one);
        other.State!.Text = "other";
        var error = await Assert.ThrowsAsync<InconsistentStateException>(() => Storage.WriteStateAsync(Name, Id("c"), other));
        Assert.Equal("1", error.CurrentEtag);
        Assert.Equal("1", other.ETag);
        Assert.Equal("one", (await Read("c")).State!.Text);
    }

    [Fact]
    public async Task A_cleared_state_is_empty_and_a_write_from_before_is_stale()
    {
        var state = State("first");
        await Storage.WriteStateAsync(Name, Id("d"), state);
        var before = await Read("d");
        await Storage.ClearStateAsync(Name, Id("d"), state);
        Assert.Equal((false, "2", ""), (state.RecordExists, state.ETag, state.State!.Text));
        await Assert.ThrowsAsync<InconsistentStateException>(() => Storage.WriteStateAsync(Name, Id("d"), before));

        var cleared = await Read("d");
        Assert.Equal((false, "2", ""), (cleared.RecordExists, cleared.ETag, cleared.State!.Text));
        cleared.State!.Text = "again";
        await Storage.WriteStateAsync(Name, Id("d"), cleared);
        Assert.Equal(("again", true, "3"), ((await Read("d")).State!.Text, cleared.RecordExists, cleared.ETag));
    }

    [Fact]
    public async Task A_stale_clear_is_a_conflict()
    {
        var state = State("first");
        await Storage.WriteStateAsync(Name, Id("e"), state);
        var stale = await Read("e");
        await Storage.WriteStateAsync(Name, Id("e"), state);
        await Assert.ThrowsAsync<InconsistentStateException>(() => Storage.ClearStateAsync(Name, Id("e"), stale));
        Assert.True((await Read("e")).RecordExists);
    }

    [Fact]
    public async Task Clearing_without_having_read_clears_what_is_there_and_what_is_not_there_needs_none()
    {
        await Storage.WriteStateAsync(Name, Id("f"), State("first"));
        await Storage.ClearStateAsync(Name, Id("f"), new GrainState<Note>());
        Assert.False((await Read("f")).RecordExists);
        var none = new GrainState<Note>();
        await Storage.ClearStateAsync(Name, Id("never"), none);
        Assert.Equal((false, null), (none.RecordExists, none.ETag));
    }

    [Fact]
    public async Task States_of_other_names_and_grain_types_are_others()
    {
        await Storage.WriteStateAsync(Name, Id("g"), State("here"));
        Assert.False((await Read("g", name: "others")).RecordExists);
        var other = new GrainState<Note>();
        await Storage.ReadStateAsync(Name, GrainId.Create("other-type", "g"), other);
        Assert.False(other.RecordExists);
    }

    [Theory]
    [InlineData("07f")]
    [InlineData("-1")]
    [InlineData("W/1")]
    public async Task An_etag_that_is_none_of_ours_is_refused(string etag)
    {
        var state = State("x");
        state.ETag = etag;
        await Assert.ThrowsAsync<ArgumentException>(() => Storage.WriteStateAsync(Name, Id("h"), state));
    }

    [Fact]
    public async Task A_cancelled_write_that_was_not_sent_is_not_written()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        var state = State("x");
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Storage.WriteStateAsync(Name, Id("i"), state, cancelled.Token));
        Assert.Equal((false, null), (state.RecordExists, state.ETag));
        Assert.False((await Read("i")).RecordExists);
    }

    [Fact]
    public async Task A_grain_finds_its_state_after_it_was_deactivated_and_beside_a_durable_state_of_the_same_name()
    {
        var grain = _region.Grains.GetGrain<INoteGrain>("note");
        await grain.Write("kept");
        Assert.Equal(1L, await grain.Count());
        await grain.Leave();
        Assert.Equal(("kept", 1L), (await grain.Read(), await grain.Count()));
        await grain.Clear();
        await grain.Leave();
        Assert.Equal(("", 1L), (await grain.Read(), await grain.Count()));
    }

    [Fact]
    public async Task Of_two_activations_the_stale_one_cannot_write_and_reads_anew()
    {
        await using var other = await Region(_database);
        var (here, there) = (_region.Grains.GetGrain<INoteGrain>("two"), other.Grains.GetGrain<INoteGrain>("two"));
        await here.Write("here");
        Assert.Equal("here", await there.Read());
        await there.Write("there");
        await Assert.ThrowsAsync<InconsistentStateException>(() => here.Write("lost"));
        Assert.Equal("there", await here.Read());
        await here.Write("after");
        Assert.Equal("after", await here.Read());
    }

    [Fact]
    public async Task The_other_provider_can_be_chosen_by_configuration()
    {
        var database = await postgres.NewDatabase();
        await using var region = await Region(database, configure: options => options.Storage.Provider = StorageProvider.AdoNet);
        await region.Grains.GetGrain<INoteGrain>("ado").Write("x");
        Assert.Equal((1L, 0L), (await region.Scalar<long>("select count(*) from OrleansStorage"), await region.Scalar<long>("select count(*) from activeactive.state where name like 'IPersistentState/%'")));
        await _region.Grains.GetGrain<INoteGrain>("ado").Write("x");
        Assert.Equal((0L, 1L), (await _region.Scalar<long>("select count(*) from OrleansStorage"), await _region.Scalar<long>("select count(*) from activeactive.state where name like 'IPersistentState/%'")));
    }

    private static Task<RegionCluster> Region(string database, Action<ActiveActiveOptions>? configure = null) => RegionCluster.Start(
        database,
        configureSilo: silo =>
        {
            silo.AddActiveActiveGrainStorage("Default");
            silo.Services.Configure<ActiveActiveOptions>(options => configure?.Invoke(options));
        });

    private static GrainId Id(string key) => GrainId.Create("note-test", key);

    private static GrainState<Note> State(string text) => new(new Note { Text = text });

    private async Task<GrainState<Note>> Read(string key, string name = Name)
    {
        var state = new GrainState<Note>();
        await Storage.ReadStateAsync(name, Id(key), state);
        return state;
    }

    private async Task<bool> TryWrite(GrainId id, GrainState<Note> state)
    {
        try
        {
            await Storage.WriteStateAsync(Name, id, state);
            return true;
        }
        catch (InconsistentStateException)
        {
            return false;
        }
    }
}
