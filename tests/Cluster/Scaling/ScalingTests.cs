using System.Diagnostics.Metrics;
using ActiveActive.Silo;
using ActiveActive.Silo.Scaling;
using ActiveActive.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace ActiveActive.Tests.Cluster.Scaling;

/// <summary>The silos of a region agree on how many of them are wanted.</summary>
public sealed class ScalingTests(PostgresFixture postgres)
{
    [Fact]
    public async Task All_silos_tell_what_the_oldest_has_worked_out_of_all_and_the_next_one_does_when_it_dies()
    {
        await using var region = await RegionCluster.Start(await postgres.NewDatabase(), silos: 3, configureSilo: static silo => silo.Services.Configure<ActiveActiveOptions>(static options => options.Scaling.Period = TimeSpan.FromSeconds(1)));
        await Eventually.Holds(() => Advices(region).All(static advice => advice is { Silos: 3, Loads.Length: 3, Wanted: 3 }), "all silos know the load of all");
        var decider = Assert.Single(Advices(region).Select(static advice => advice!.DecidedBy).Distinct());
        Assert.All(Advices(region), static advice => Assert.InRange(advice!.AgeSeconds, 0, 20));

        await region.Cluster.KillSiloAsync(region.Cluster.Silos.Single(silo => silo.Name == decider));
        await Eventually.Holds(() => Advices(region).All(advice => advice is { Silos: 2 } && advice.DecidedBy != decider), "another silo has taken over", TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task Calls_and_flushes_of_a_silo_are_measured_a_part_of_the_time()
    {
        await using var region = await RegionCluster.Start(await postgres.NewDatabase());
        var meters = region.Service<IMeterFactory>();
        var (calls, flushes) = (meters.Create("ActiveActive").CreateHistogram<double>("activeactive.call.duration", "s"), meters.Create("ActiveActive").CreateHistogram<double>("activeactive.flush.wait", "s"));
        using var meter = ActivatorUtilities.CreateInstance<LoadMeter>(region.Service<IServiceProvider>());
        calls.Record(5); // nobody listens
        var measuring = meter.Measure(TestContext.Current.CancellationToken);
        for (var call = 0; call < 200; call++)
        {
            calls.Record(call < 190 ? 0.01 : 0.4);
        }

        flushes.Record(0.1);
        flushes.Record(0.3);
        var load = await measuring;
        Assert.True(load.Latencies.Sum() >= 200);
        Assert.InRange(LatencyBuckets.Quantile(load.Latencies, 0.5, 100)!.Value, 0.01, 0.012);
        Assert.InRange(LatencyBuckets.Quantile(load.Latencies, 0.99, 100)!.Value, 0.4, 0.48);
        Assert.Equal(0.2, load.FlushWait!.Value, 3);
        Assert.InRange(load.Cpu, 0, 1.5);
        Assert.InRange(load.PoolWait, 0, 5);
    }

    private static IReadOnlyList<ScaleAdvice?> Advices(RegionCluster region) => [.. region.Cluster.Silos.Select((_, silo) => region.Service<LoadBoard>(silo).Advice)];
}
