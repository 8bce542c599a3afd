using System.Text.Json;
using ActiveActive.Merging;

namespace ActiveActive.Tests.Unit.Merging;

/// <summary>A discarded value is written again at its place, and wins over all that is known.</summary>
public sealed class RestoreTests
{
    [Theory]
    [InlineData("a/b~c")]
    [InlineData("")]
    [InlineData("pen")]
    public void A_value_under_a_key_inside_a_record_comes_back_by_the_path_of_its_conflict(string key)
    {
        var (a, b) = (new Region<Shelf>("a"), new Region<Shelf>("b"));
        a.Update((shelf, at) => shelf with { Labels = shelf.Labels.Update(key, label => label with { Text = label.Text.Set(at, "early") }) }, clock: 1);
        b.Update((shelf, at) => shelf with { Labels = shelf.Labels.Update(key, label => label with { Text = label.Text.Set(at, "late") }), Owner = shelf.Owner.Set(at, "b") }, clock: 2);
        Meet(a, b);
        Assert.Equal("late", a.Value.Labels[key].Text.Value);

        var conflict = Assert.Single(a.Conflicts);
        Assert.Equal(ConflictKind.Discarded, conflict.Kind);
        Assert.Equal(conflict.Path, Assert.Single(b.Conflicts).Path);
        Restore(a, conflict);
        Meet(a, b);
        Assert.Equal("early", a.Value.Labels[key].Text.Value);
        Assert.Equal("early", b.Value.Labels[key].Text.Value);
        Assert.Equal("b", b.Value.Owner.Value);
        Assert.Equal(a.State.Fingerprint(), b.State.Fingerprint());
        Assert.Single(b.Conflicts); // it was written with knowledge of both
    }

    [Fact]
    public void A_key_that_is_no_text_is_found_again_also_when_it_was_removed()
    {
        var (a, b) = (new Region<AddWinsMap<Guid, MultiValueRegister<int>>>("a"), new Region<AddWinsMap<Guid, MultiValueRegister<int>>>("b"));
        var key = Guid.NewGuid();
        a.Update((map, at) => map.Update(key, value => value.Set(at, 1)), clock: 1);
        b.Update((map, at) => map.Update(key, value => value.Set(at, 2)), clock: 2);
        Meet(a, b);
        var conflict = Assert.Single(a.Conflicts);
        Assert.Equal((ConflictKind.Concurrent, 1), (conflict.Kind, (int)conflict.Hidden!));
        a.Update((map, _) => map.Remove(key));

        Restore(a, conflict);
        Meet(a, b);
        Assert.Equal(1, Assert.Single(b.Value[key].Values).Value);
    }

    [Fact]
    public void A_register_as_a_whole_state_has_the_empty_path()
    {
        var (a, b) = (new Region<LastWriterWinsRegister<string>>("a"), new Region<LastWriterWinsRegister<string>>("b"));
        a.Update((value, at) => value.Set(at, "early"), clock: 1);
        b.Update((value, at) => value.Set(at, "late"), clock: 2);
        Meet(a, b);
        var conflict = Assert.Single(a.Conflicts);
        Assert.Equal("", conflict.Path);
        Restore(a, conflict);
        Assert.Equal("early", a.Value.Value);
    }

    [Theory]
    [InlineData("", "ends too early")]
    [InlineData("Labels", "ends too early")]
    [InlineData("Colour", "no member Colour")]
    [InlineData("Owner/x", "replaced as a whole")]
    [InlineData("Sold", "does not say how")]
    public void A_place_that_cannot_be_written_is_refused(string path, string why)
    {
        var a = new Region<Shelf>("a");
        var refused = Assert.Throws<RefusedException>(() => a.Update((shelf, at) => Merger<Shelf>.Instance.Restore(shelf, at, StatePath.Parse(path), JsonSerializer.SerializeToElement("x"))));
        Assert.Contains(why, refused.Message, StringComparison.Ordinal);
        Assert.Equal("no-such-place", refused.Code);
    }

    private static void Restore<T>(Region<T> region, Conflict conflict)
        where T : class
    {
        var json = JsonSerializer.SerializeToElement(conflict.Hidden, conflict.Of);
        region.Update((value, at) => Merger<T>.Instance.Restore(value, at, StatePath.Parse(conflict.Path), json));
    }

    private static void Meet<T>(Region<T> a, Region<T> b)
        where T : class
    {
        a.Take(b);
        b.Take(a);
    }

    public sealed record Shelf
    {
        public AddWinsMap<string, Label> Labels { get; init; } = AddWinsMap<string, Label>.Empty;

        public LastWriterWinsRegister<string> Owner { get; init; } = LastWriterWinsRegister<string>.Empty;

        public Counter Sold { get; init; } = Counter.Empty;
    }

    public sealed record Label
    {
        public LastWriterWinsRegister<string> Text { get; init; } = LastWriterWinsRegister<string>.Empty;
    }
}
