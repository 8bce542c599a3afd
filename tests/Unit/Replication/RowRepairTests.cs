using System.Text;
using System.Text.Json;
using ActiveActive.Merging;
using ActiveActive.Replication;
using ActiveActive.Replication.Repair;

namespace ActiveActive.Tests.Unit.Replication;

/// <summary>Rows that are compared and mended by whole rows of another region.</summary>
public sealed class RowRepairTests
{
    private static readonly Origin Eu = new("eu", 1);
    private static readonly Origin Us = new("us", 1);
    private readonly RowRepair<Page> _repair = new(1);

    [Fact]
    public void Rows_that_were_folded_and_noted_differently_show_the_same()
    {
        var plain = Added(Added(Replica<Page>.Empty, Eu, "a"), Us, "b");
        var folded = new Replica<Page>(plain.State.Fold(plain.State.Context.Vector)).Note(new ActiveActive.Replication.StreamId(Eu, 0, "all"), 1, 7);
        Assert.NotEqual(Json(plain), Json(folded));
        Assert.Equal(_repair.See(Json(plain)), _repair.See(Json(folded)));
    }

    [Fact]
    public void An_altered_row_has_seen_the_same_and_shows_another_value()
    {
        var right = Json(Added(Replica<Page>.Empty, Eu, "pen"));
        var altered = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(right).Replace("pen", "ink", StringComparison.Ordinal));
        Assert.Equal(_repair.See(right).Context, _repair.See(altered).Context);
        Assert.NotEqual(_repair.See(right).Print, _repair.See(altered).Print);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("{\"State\":{}}")]
    [InlineData("{\"State\":{\"Value\":null}}")]
    public void A_row_that_cannot_be_read_is_told(string row) => Assert.Null(_repair.See(Encoding.UTF8.GetBytes(row)).Context);

    [Fact]
    public void What_is_lacking_is_added_and_what_is_not_stays()
    {
        var common = Added(Replica<Page>.Empty, Eu, "both");
        var ours = Added(common, Eu, "ours");
        var theirs = Added(common, Us, "theirs");
        var joined = Read(_repair.Join(Json(ours), Json(theirs), 1, long.MaxValue)!);
        Assert.Equal(["both", "ours", "theirs"], joined.State.Value.Words.Items);
        Assert.Equal(3, joined.State.Value.Count.Value);
        Assert.Null(_repair.Join(Json(joined), Json(theirs), 1, long.MaxValue));
    }

    [Fact]
    public void A_removal_is_not_undone_by_an_older_row()
    {
        var old = Added(Replica<Page>.Empty, Eu, "pen");
        var now = Changed(old, Us, (page, _) => page with { Words = page.Words.Remove("pen") });
        Assert.Null(_repair.Join(Json(now), Json(old), 1, long.MaxValue));
        Assert.Empty(Read(_repair.Join(Json(old), Json(now), 1, long.MaxValue)!).State.Value.Words.Items);
    }

    /// <summary>The older one has a request by the name of a region that does not count it, since another one was asked first. Folded by itself it would count it.</summary>
    [Fact]
    public void A_row_that_lacks_some_of_what_another_one_has_folded_is_not_folded_by_itself()
    {
        var request = Guid.NewGuid();
        var old = Counted(Replica<Page>.Empty, Eu, request, isRetry: true);
        var now = old.Join(Counted(Replica<Page>.Empty, Us, request, isRetry: false));
        var folded = new Replica<Page>(now.State.Fold(now.State.Context.Vector));

        Assert.Equal(1, folded.State.Value.Count.Value);
        Assert.Equal(1, old.Join(folded).State.Value.Count.Value);
        Assert.Equal(1, folded.Join(old).State.Value.Count.Value);
    }

    [Fact]
    public void Rows_that_were_folded_to_different_degrees_give_one_that_is_folded_to_the_higher()
    {
        var unfolded = Added(Added(Replica<Page>.Empty, Eu, "a"), Eu, "b");
        var folded = new Replica<Page>(unfolded.State.Fold(unfolded.State.Context.Vector));
        var joined = Read(_repair.Join(Json(unfolded), Json(Added(folded, Us, "c")), 1, long.MaxValue)!);
        Assert.Equal(folded.State.Folded, joined.State.Folded);
        Assert.Equal(3, joined.State.Value.Count.Value);
    }

    [Fact]
    public void A_damaged_row_is_replaced_only_by_one_that_has_seen_as_much()
    {
        var behind = Added(Replica<Page>.Empty, Eu, "a");
        var damaged = Added(behind, Us, "b");
        Assert.Null(_repair.Replace(Json(damaged), Json(behind), 1, long.MaxValue));
        Assert.Equal(["a"], Read(_repair.Replace("{"u8.ToArray(), Json(behind), 1, long.MaxValue)!).State.Value.Words.Items);
    }

    [Fact]
    public void What_newer_code_wrote_or_what_is_stamped_far_ahead_is_refused()
    {
        var theirs = Json(Added(Replica<Page>.Empty, Eu, "a"));
        Assert.Throws<StateVersionException>(() => _repair.Join(null, theirs, 2, long.MaxValue));
        Assert.Throws<ClockDriftException>(() => _repair.Join(null, theirs, 1, 0));
    }

    private static Replica<Page> Added(Replica<Page> replica, Origin origin, string word) =>
        Changed(replica, origin, (page, at) => page with { Words = page.Words.Add(at, word), Count = page.Count.Add(at, 1) });

    private static Replica<Page> Counted(Replica<Page> replica, Origin origin, Guid request, bool isRetry) =>
        Changed(replica, origin, static (page, at) => page with { Count = page.Count.Add(at, 1) }, request, isRetry);

    private static Replica<Page> Changed(Replica<Page> replica, Origin origin, Func<Page, Writing, Page> change, Guid? request = null, bool isRetry = false)
    {
        var stamp = new HybridClock(origin, TimeSpan.FromSeconds(1)).Next(DateTimeOffset.UnixEpoch.AddDays(1), replica.State.Latest);
        var writing = new Writing(origin, replica.State.Context, stamp, request ?? Guid.NewGuid(), isRetry);
        return replica with { State = replica.State.Update(writing, page => change(page, writing)).Next };
    }

    private static byte[] Json(Replica<Page> replica) => JsonSerializer.SerializeToUtf8Bytes(replica);

    private static Replica<Page> Read(byte[] json) => JsonSerializer.Deserialize<Replica<Page>>(json)!;

    public sealed record Page
    {
        public Counter Count { get; init; } = Counter.Empty;

        public AddWinsSet<string> Words { get; init; } = AddWinsSet<string>.Empty;
    }
}
