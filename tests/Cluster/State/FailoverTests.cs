using ActiveActive.Tests.Cluster.State.Grains;
using ActiveActive.Tests.Support;
using static ActiveActive.Tests.Support.Stamped;

namespace ActiveActive.Tests.Cluster.State;

/// <summary>Failover within a TestCluster: grains come back on the surviving silos with all that was acknowledged.</summary>
public sealed class FailoverTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Grains_of_a_killed_silo_go_on_elsewhere_with_nothing_lost_or_doubled()
    {
        await using var region = await RegionCluster.Start(await postgres.NewDatabase(), silos: 3);
        var tallies = Enumerable.Range(0, 60).Select(i => region.Grains.GetGrain<ITallyGrain>($"tally-{i}")).ToArray();
        await Task.WhenAll(tallies.Select(tally => tally.Add(1)));

        await region.Cluster.KillSiloAsync(region.Cluster.Silos[1]);

        // Each adds again under one id until it is answered, twice over.
        await Task.WhenAll(tallies.Select(async tally =>
        {
            var id = NewId();
            for (var (answers, attempt) = (0, 1); answers < 2; attempt++)
            {
                try
                {
                    Assert.Equal(2, await Call(id, attempt, () => tally.Add(1)).WaitAsync(TimeSpan.FromSeconds(2)));
                    answers++;
                }
                catch (Exception error) when (error is TimeoutException or Orleans.Runtime.OrleansException)
                {
                    Assert.True(attempt < 60, $"no answer after {attempt} attempts: {error.Message}");
                }
            }
        }));
        Assert.All(await Task.WhenAll(tallies.Select(tally => tally.Read())), read => Assert.Equal(2, read.Sum));
    }

    [Fact]
    public async Task The_planted_bug_doubles_a_repeated_request()
    {
        await using var region = await RegionCluster.Start(await postgres.NewDatabase(), configure: options => options.PlantNoEffectIds = true);
        var (tally, id) = (region.Grains.GetGrain<ITallyGrain>("planted"), NewId());
        await Call(id, 1, () => tally.Add(1));
        await Call(id, 2, () => tally.Add(1));
        Assert.Equal(2, (await tally.Read()).Sum);
    }
}
