using ActiveActive.Client.Gateways;
using CsCheck;

namespace ActiveActive.Tests.Unit.Gateways;

public sealed class BucketPlanTests
{
    [Fact]
    public void A_gateway_that_joins_gets_its_share_in_growing_parts_and_the_others_exchange_nothing()
    {
        var owners = Enumerable.Range(0, 8192).Select(static bucket => bucket % 2).ToArray();
        var parts = new List<int>();
        while (BucketPlan.Moves(owners, 3, static _ => true, static _ => false) is { Count: > 0 } moves)
        {
            Assert.All(moves, static move => Assert.Equal(2, move.Gateway));
            parts.Add(moves.Count);
            Make(moves, owners);
        }

        Assert.Equal([170, 170, 340, 680, 1360, 10], parts);
        Assert.Equal(8192 / 3, parts.Sum());
    }

    [Fact]
    public void A_gateway_that_is_slow_gets_a_few_each_time()
    {
        var owners = Enumerable.Range(0, 8192).Select(static bucket => bucket % 2).ToArray();
        for (var round = 0; round < 3; round++)
        {
            var moves = BucketPlan.Moves(owners, 3, static _ => true, static gateway => gateway == 2);
            Assert.Equal(8192 / 3 / 16, moves.Count);
            Make(moves, owners);
        }
    }

    [Fact]
    public void Unbound_and_busy_buckets_stay()
    {
        int[] owners = [-1, -1, 0, 0, 0, 0];
        var moves = BucketPlan.Moves(owners, 2, static bucket => bucket != 2, static _ => false);

        Assert.Equal([(3, 1)], moves);
    }

    [Fact]
    public void Shares_are_even_afterwards_and_no_bucket_moves_twice_in_a_round()
    {
        Gen.Select(Gen.Int[1, 6], Gen.Int[-1, 5].Array[0, 200]).Sample((gateways, raw) =>
        {
            var owners = raw.Select(owner => owner >= gateways ? owner % gateways : owner).ToArray();
            for (var rounds = 0; BucketPlan.Moves(owners, gateways, static _ => true, static _ => false) is { Count: > 0 } moves; rounds++)
            {
                Assert.True(rounds < 10, "it does not end");
                Assert.Equal(moves.Count, moves.Select(static move => move.Bucket).Distinct().Count());
                Assert.All(moves, move => Assert.True(owners[move.Bucket] >= 0));
                Make(moves, owners);
            }

            var counts = Enumerable.Range(0, gateways).Select(gateway => owners.Count(owner => owner == gateway)).ToArray();
            Assert.True(gateways < 2 || counts.Min() >= counts.Sum() / gateways, "somebody has less than its share");
        });
    }

    private static void Make(List<(int Bucket, int Gateway)> moves, int[] owners)
    {
        foreach (var (bucket, gateway) in moves)
        {
            owners[bucket] = gateway;
        }
    }
}
