using ActiveActive.Cli.Drills.Report;
using ActiveActive.Cli.Drills.Report.Pictures;
using CsCheck;

namespace ActiveActive.Tests.Unit.Drills.Report;

/// <summary>Scales, texts and where labels go.</summary>
public sealed class PictureTests
{
    private const double Left = 4, Right = 820;
    private const int Lanes = 6;

    private static readonly Gen<Label[]> Labels = Gen.Select(Gen.Double[0, 830], Gen.Double[10, 240], Gen.Int[0, 3], static (x, width, rank) => new Label(x, width, rank)).Array[0, 40];

    [Fact]
    public void Labels_overlap_neither_each_other_nor_lines_and_stay_inside() => Labels.Sample(labels =>
    {
        var places = LabelPlacement.Place(labels, Left, Right, Lanes);
        for (var i = 0; i < labels.Length; i++)
        {
            if (places[i].Lane is not { } lane)
            {
                continue;
            }

            var (from, to) = (places[i].Left, places[i].Left + labels[i].Width);
            Assert.True(lane is >= 0 and < Lanes && from >= Left && to <= Right);
            for (var other = 0; other < labels.Length; other++)
            {
                if (other != i && places[other].Lane is { } otherLane)
                {
                    Assert.False(otherLane == lane && from < places[other].Left + labels[other].Width && places[other].Left < to, "two labels overlap");
                    Assert.False(otherLane >= lane && labels[other].X > from && labels[other].X < to, "a line crosses a label");
                }
            }
        }
    });

    [Fact]
    public void A_label_gets_a_place_where_there_is_room()
    {
        Assert.Equal([new(0, 105), new(0, 305)], LabelPlacement.Place([new(100, 50, 0), new(300, 50, 0)], Left, Right, Lanes));
        Assert.Equal([1, 0], LabelPlacement.Place([new(100, 50, 0), new(110, 50, 0)], Left, Right, Lanes).Select(static place => place.Lane!.Value));
        Assert.Equal(800 - LabelPlacement.Space - 90, LabelPlacement.Place([new(800, 90, 0)], Left, Right, Lanes)[0].Left);
    }

    [Fact]
    public void Where_there_is_no_room_for_all_the_important_ones_stay()
    {
        Label[] labels = [.. Enumerable.Range(0, 40).Select(static i => new Label(300 + (i * 3), 120, i % 10 == 5 ? 0 : 3))];
        var places = LabelPlacement.Place(labels, Left, Right, Lanes);
        Assert.All(labels.Index().Where(static item => item.Item.Rank == 0), item => Assert.NotNull(places[item.Index].Lane));
        Assert.Contains(places, static place => place.Lane is null);
    }

    [Fact]
    public void Scales_end_at_round_values_and_hold_all_of_them()
    {
        var log = LogScale.Over([3, 0, 4_200], 0, 100);
        Assert.Equal((1, 10_000), (Math.Round(log.Min, 9), Math.Round(log.Max, 6)));
        Assert.Equal([0, 25, 50, 75, 100], log.Ticks().Select(tick => Math.Round(log[tick], 6)));
        Assert.Equal(0, log[0]);
        Assert.Equal(2, Math.Round(Math.Log10(LogScale.Over([], 0, 1).Max / LogScale.Over([], 0, 1).Min)));
        Assert.Equal([0, 20, 40, 60], new LinearScale(0, 61, 0, 1).Ticks(5));
        Assert.Equal([-5, 0, 5, 10], new LinearScale(-5, 12, 0, 1).Ticks(5));
    }

    [Theory]
    [InlineData(0, "0 ms")]
    [InlineData(8.34, "8.3 ms")]
    [InlineData(9.96, "10 ms")]
    [InlineData(999.4, "999 ms")]
    [InlineData(999.6, "1.00 s")]
    [InlineData(31_470, "31.5 s")]
    [InlineData(119_700, "2 min 0 s")]
    [InlineData(124_000, "2 min 4 s")]
    public void Times_have_as_many_digits_as_matter(double milliseconds, string text) => Assert.Equal(text, Format.Time(milliseconds));

    [Fact]
    public void Long_texts_are_cut_between_characters()
    {
        Assert.Equal("abc", TextWidth.Cut("abc", 3));
        Assert.Equal("ab…", TextWidth.Cut("abcd", 3));
        Assert.Equal("a…", TextWidth.Cut("a\U0001F600bc", 3));
    }
}
