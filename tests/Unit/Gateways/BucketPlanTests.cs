using ActiveActive.Client.Gateways;
using CsCheck;

namespace ActiveActive.Tests.Unit.Gateways;

public sealed class BucketPlanTests
{
    [Fact]
    public void A_gateway_that_joins_gets_its_share_and_the_others_exchange_nothing()
    {
        var owners = Enumerable.Range(0, 8192).Select(static bucket => bucket % 2).ToArray();
        var moves = BucketPlan.Moves(owners, 3, static _ => true);

        Assert.Equal(8192 / 3, moves.Count);
        Assert.All(moves, static move => Assert.Equal(2, move.Gateway));
    }

    [Fact]
    public void Unbound_and_busy_buckets_stay()
    {
        int[] owners = [-1, -1, 0, 0, 0, 0];
        var moves = BucketPlan.Moves(owners, 2, static bucket => bucket != 2);

        Assert.Equal([(3, 1), (4, 1)], moves);
    }

    [Fact]
    public void Shares_are_even_afterwards_and_no_bucket_moves_twice()
    {
        Gen.Select(Gen.Int[1, 6], Gen.Int[-1, 5].Array[0, 200]).Sample((gateways, raw) =>
        {
            var owners = raw.Select(owner => owner >= gateways ? owner % gateways : owner).ToArray();
            var moves = BucketPlan.Moves(owners, gateways, static _ => true);
            Assert.Equal(moves.Count, moves.Select(static move => move.Bucket).Distinct().Count());
            foreach (var (bucket, gateway) in moves)
            {
                Assert.True(owners[bucket] >= 0);
                owners[bucket] = gateway;
            }

            var counts = Enumerable.Range(0, gateways).Select(gateway => owners.Count(owner => owner == gateway)).ToArray();
            Assert.True(gateways < 2 || counts.Min() >= counts.Sum() / gateways, "somebody has less than its share");
        });
    }
}
