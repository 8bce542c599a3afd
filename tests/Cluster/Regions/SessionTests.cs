using ActiveActive.Tests.Support;

namespace ActiveActive.Tests.Cluster.Regions;

public sealed class SessionTests(PostgresFixture postgres)
{
    /// <summary>How often sessions move; more by the environment variable AA_MOVES.</summary>
    private static readonly int Moves = int.TryParse(Environment.GetEnvironmentVariable("AA_MOVES"), out var moves) ? moves : 400;

    private const int Sessions = 40;
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Who_moves_between_regions_with_a_token_reads_what_he_has_written_and_read()
    {
        await using var group = await RegionGroup.Start(postgres, 3, silos: 2);
        await Task.WhenAll(Enumerable.Range(0, Sessions).Select(async session =>
        {
            // Each of two writers of a set reads and writes in one region after the other. What a set has, it never lacks again for who has seen it.
            var (token, seen) = ("", 0);
            for (var move = 0; move < Moves / Sessions; move++)
            {
                var region = (session + move) % 3;
                var set = group.Grains(region).GetGrain<ISharedCounterGrain>($"c{session / 2}");
                Assert.True(await Session(group, region).Reach(token, Long), $"region {region} has applied {token}");
                var value = (await set.Get()).Value;
                Assert.True(value >= seen, $"session {session}, move {move}: {value} in region {region} after {seen} elsewhere; token {token}");
                seen = (int)(await set.Add(1)).Value;
                Assert.True(seen > value);
                token = await Session(group, region).Advance(token);
            }
        }));
    }

    [Fact]
    public async Task A_region_that_is_cut_off_says_that_it_is_behind()
    {
        await using var group = await RegionGroup.Start(postgres, 2, cut: [(0, 1)]);
        await group.Notebook(0, "a").Add("first");
        var token = await Session(group, 0).Advance("");
        Assert.StartsWith("r0.1;", token, StringComparison.Ordinal);
        Assert.True(await Session(group, 0).Reach(token, TimeSpan.Zero));
        Assert.False(await Session(group, 1).Reach(token, TimeSpan.Zero));
        Assert.False(await Session(group, 1).Reach(token, TimeSpan.FromMilliseconds(200)));

        // Who reads there all the same has a token that no region keeps without looking.
        var stale = await Session(group, 1).Advance(token);
        Assert.StartsWith(";", stale, StringComparison.Ordinal);
        Assert.True(await Session(group, 0).Reach(stale, Long));
        await Assert.ThrowsAsync<RefusedException>(() => Session(group, 0).Reach("r0.1;nonsense", TimeSpan.Zero));
    }

    [Fact]
    public async Task A_change_acknowledged_by_a_majority_is_stored_in_one()
    {
        await using var group = await RegionGroup.Start(postgres, 3, configure: static replication => replication.Heartbeat = TimeSpan.Zero);
        using (Acknowledgement.Majority())
        {
            for (var number = 1; number <= 20; number++)
            {
                await group.Notebook(0, "a").Add($"w{number}");
                var has = await Task.WhenAll(group.Clusters.Select(static region => region!.Scalar<long>("select head from activeactive.stream where region = 'r0'")));
                Assert.True(has.Count(head => head >= has[0]) >= 2, $"{string.Join(", ", has)} after {number} changes");
            }
        }
    }

    [Fact]
    public async Task Without_a_majority_a_change_is_committed_and_its_caller_is_told_so()
    {
        await using var group = await RegionGroup.Start(postgres, 3, cut: [(0, 1), (0, 2)], configure: static replication => replication.MajorityTimeout = TimeSpan.FromMilliseconds(300));
        using (Acknowledgement.Majority())
        {
            await Assert.ThrowsAsync<NotInMajorityException>(() => group.Notebook(0, "a").Add("first"));
        }

        Assert.Equal(["first"], (await group.Notebook(0, "a").Read()).Words);
        await group.Notebook(0, "a").Add("second");
    }

    private static ISessionGrain Session(RegionGroup group, int region) => group.Clusters[region]!.Grains.GetGrain<ISessionGrain>(0);
}
