using System.Text.Json;
using ActiveActive.Merging;
using CsCheck;

namespace ActiveActive.Tests.Unit.Merging;

public sealed class CausalityTests
{
    private static readonly Gen<Dot> Dots = Gen.Select(Gen.OneOf("a", "b.c"), Gen.Int[1, 2], Gen.Long[1, 6], static (region, incarnation, number) => new Dot(new Origin(region, incarnation), number));

    [Fact]
    public void A_context_has_what_was_put_into_it_and_nothing_else() => Gen.Select(Dots.List[0, 12], Dots.List[0, 12], Dots).Sample((one, other, any) =>
    {
        var (first, second) = (CausalContext.Of(one), CausalContext.Of(other));
        var both = first.Join(second);
        Assert.Equal(one.Contains(any) || other.Contains(any), both.Contains(any));
        Assert.Equal(other.TrueForAll(one.Contains), first.Includes(second));
        Assert.Equal(CausalContext.Of(one.Concat(other)), both);
        Assert.Equal(both, JsonSerializer.Deserialize<CausalContext>(JsonSerializer.Serialize(both)));
        Assert.False(both.Contains(both.Next(any.Origin)));
        Assert.All(both.Beyond, dot => Assert.True(dot.Number > both.Vector[dot.Origin] + 1));
    });

    [Fact]
    public void Vectors_compare_join_and_meet() => Gen.Select(Dots.List[0, 6], Dots.List[0, 6]).Sample((one, other) =>
    {
        var (first, second) = (Vector(one), Vector(other));
        Assert.Equal(first.Join(second), second.Join(first));
        Assert.True(first.Join(second).Includes(first));
        Assert.True(first.Includes(first.Meet(second)));
        Assert.Equal(first.Meet(second), second.Meet(first));
        Assert.Equal(first.Equals(second), first.CompareTo(second) == CausalOrder.Equal);
        Assert.Equal(first, JsonSerializer.Deserialize<VersionVector>(JsonSerializer.Serialize(first)));
        var expected = first.CompareTo(second) switch
        {
            CausalOrder.Before => CausalOrder.After,
            CausalOrder.After => CausalOrder.Before,
            var same => same,
        };
        Assert.Equal(expected, second.CompareTo(first));
    });

    [Fact]
    public void Texts_are_read_as_they_were_written() => Dots.Sample(static dot => Dot.Parse(dot.ToString()) == dot);

    [Theory]
    [InlineData("")]
    [InlineData("eu")]
    [InlineData("eu:1")]
    [InlineData(".1:1")]
    [InlineData("eu.1:-1")]
    [InlineData("eu.1:")]
    public void Other_texts_are_refused(string text) => Assert.Throws<FormatException>(() => Dot.Parse(text));

    private static VersionVector Vector(List<Dot> dots) => dots.Aggregate(VersionVector.None, static (vector, dot) => vector.With(dot.Origin, dot.Number));
}
