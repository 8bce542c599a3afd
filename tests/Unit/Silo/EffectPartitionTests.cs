using ActiveActive.Silo.Storage;
using CsCheck;

namespace ActiveActive.Tests.Unit.Silo;

public sealed class EffectPartitionTests
{
    private const long Minute = 60_000;

    [Fact]
    public void Names_and_borders_go_both_ways()
    {
        var partition = new EffectPartition(1795431600000, 1795432200000);
        Assert.Equal("effect_1795431600000_1795432200000", partition.Name);
        Assert.Equal(partition, EffectPartition.Parse(partition.Name));
        Assert.Equal(partition.From, new RequestId(partition.FirstId).Timestamp.ToUnixTimeMilliseconds());
    }

    [Fact]
    public void An_id_at_the_border_belongs_to_one_partition()
    {
        var border = DateTimeOffset.FromUnixTimeMilliseconds(10 * Minute);
        var (before, after) = (new EffectPartition(0, 10 * Minute), new EffectPartition(10 * Minute, 20 * Minute));
        Assert.True(string.CompareOrdinal(RequestId.New(border.AddMilliseconds(-1)).ToString(), before.EndId.ToString()) < 0);
        Assert.True(string.CompareOrdinal(RequestId.New(border).ToString(), after.FirstId.ToString()) >= 0);
        Assert.Equal(before.EndId, after.FirstId);
    }

    // CsCheck prints the seed of a failing case; CsCheck_Seed=... replays it.
    [Fact]
    public void The_chain_has_no_gap_and_no_overlap_also_after_the_width_changed() =>
        Gen.Select(Gen.Long[1, 100].Select(minutes => minutes * Minute), Gen.Long[1, 100].Select(minutes => minutes * Minute), Gen.Long[0, 5_000_000], Gen.Long[1, 5_000_000], Gen.Long[0, 5_000_000])
            .Sample((width, newWidth, from, first, later) =>
            {
                var chain = EffectPartition.Missing([], from, from + first, width).ToList();
                chain.AddRange(EffectPartition.Missing(chain, from, from + first + later, newWidth));
                Assert.True(chain[0].From <= from);
                Assert.True(chain[^1].To >= from + first + later);
                Assert.All(chain.Zip(chain.Skip(1)), pair => Assert.Equal(pair.First.To, pair.Second.From));
                Assert.All(chain, partition => Assert.True(partition.From < partition.To));
            });
}
