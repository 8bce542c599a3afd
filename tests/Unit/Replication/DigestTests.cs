using ActiveActive.Replication;
using ActiveActive.Replication.Repair;
using ActiveActive.State.Storage;
using CsCheck;

namespace ActiveActive.Tests.Unit.Replication;

/// <summary>The comparison of two regions finds what differs, all of it and nothing else, and asks little when little differs.</summary>
public sealed class DigestTests
{
    private static readonly Gen<StatePrint> Print = Gen.Select(Gen.ULong, Gen.Int[0, 3], static (place, print) => new StatePrint(place, HashOf(print)));

    // Many places that are near each other, too.
    private static readonly Gen<StatePrint> NearPrint = Gen.Select(Gen.Int[0, 2000], Gen.Int[0, 1], static (place, print) => new StatePrint((ulong)place << 3, HashOf(print)));

    [Fact]
    public void It_finds_exactly_what_differs() =>
        Gen.Select(Prints(Print), Prints(NearPrint), Prints(Print), Prints(NearPrint), static (both, near, ours, theirs) => (Ours: both.Concat(near).Concat(ours), Theirs: both.Concat(near).Concat(theirs)))
            .Sample(
                sample =>
                {
                    var (ours, theirs) = (One(sample.Ours), One(sample.Theirs));
                    var (found, _) = Compare(ours, theirs);
                    Assert.Equal(ours.Except(theirs).Concat(theirs.Except(ours)).Select(static print => print.Place).Distinct().Order(), found);
                },
                iter: 300);

    [Fact]
    public void One_difference_among_many_states_takes_few_questions()
    {
        var prints = Enumerable.Range(0, 200_000).Select(number => new StatePrint(StatePrint.PlaceOf(new StateKey("cart", $"{number}", "cart")), HashOf(number))).ToList();
        var altered = prints.Select((print, at) => at == 77_777 ? print with { Print = HashOf(-1) } : print);

        var (found, asked) = Compare(prints, altered);

        Assert.Equal([prints[77_777].Place], found);
        Assert.InRange(asked, 1, 4);
    }

    [Fact]
    public void Regions_that_are_the_same_take_one_question()
    {
        var prints = Enumerable.Range(0, 50_000).Select(number => new StatePrint(StatePrint.PlaceOf(new StateKey("cart", $"{number}", "cart")), HashOf(number))).ToList();
        var (found, asked) = Compare(prints, Enumerable.Reverse(prints));
        Assert.Empty(found);
        Assert.Equal(1, asked);
    }

    [Fact]
    public void A_state_that_only_the_other_region_has_is_found()
    {
        var missing = new StatePrint(ulong.MaxValue, HashOf(1));
        Assert.Equal([missing.Place], Compare([], [missing]).Found);
        Assert.Equal([missing.Place], Compare([missing], []).Found);
    }

    [Fact]
    public void Parts_cover_a_range_without_gaps()
    {
        var range = PlaceRange.All;
        for (; range.Bits < 64; range = range.Part(200))
        {
            Assert.Equal(range.First, range.Part(0).First);
            Assert.Equal(range.Last, range.Part(PlaceRange.Parts - 1).Last);
            Assert.All(Enumerable.Range(1, PlaceRange.Parts - 1), number => Assert.Equal(range.Part(number - 1).Last + 1, range.Part(number).First));
            Assert.True(range.IsValid);
        }

        Assert.Equal(range.First, range.Last);
    }

    private static BatchHash HashOf(int number) => new((UInt128)(uint)number, 7);

    private static Gen<StatePrint[]> Prints(Gen<StatePrint> print) => print.Array[0, 400];

    private static List<StatePrint> One(IEnumerable<StatePrint> prints) => [.. prints.DistinctBy(static print => print.Place)];

    private static (IEnumerable<ulong> Found, int Asked) Compare(IEnumerable<StatePrint> ours, IEnumerable<StatePrint> theirs)
    {
        var (comparison, other, asked) = (new DigestComparison(new DigestTree(ours)), new DigestTree(theirs), 0);
        while (comparison.Take(1) is [var range])
        {
            comparison.Answered(range, other.Answer(range));
            asked++;
        }

        Assert.Equal(other.Count, comparison.Theirs);
        return (comparison.Different, asked);
    }
}
