using ActiveActive.Silo;
using ActiveActive.Silo.Placement;
using ActiveActive.Tests.Cluster.State.Grains;
using ActiveActive.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Core.Internal;
using Orleans.GrainDirectory;
using Orleans.Runtime.Placement;

namespace ActiveActive.Tests.Cluster.Moves;

/// <summary>Silos that stop, die and join, with a client that makes each call once: no retry hides anything.</summary>
public sealed class MoveTests(PostgresFixture postgres)
{
    private const int Grains = 60;
    private static readonly string[] Keys = [.. Enumerable.Range(0, Grains).Select(i => $"{i}")];

    [Fact]
    public async Task No_call_fails_while_a_silo_stops_whether_from_outside_or_from_grain_to_grain()
    {
        // Calls under way take long when other tests have the machine.
        await using var region = await Start(3, static options => options.Moves.ForwardTime = TimeSpan.FromSeconds(3));
        await WhereAll(region);
        using var end = new CancellationTokenSource();
        var outside = Keys.Select(key => CallUntil(() => Place(region, key).Where(), end.Token));

        // Each asks a grain that asks one further on, and the last ones ask grains that ask nobody: in a ring, all could wait for each other, as grains that take one call at a time do.
        var inside = Keys.Select((key, i) => CallUntil(() => Place(region, key).AskOther(i + 7 < Grains ? Keys[i + 7] : $"last-{i}"), end.Token));
        var tallies = Keys.Take(20).Select(key => CallUntil(() => Tally(region, key).Add(1), end.Token)).ToArray();
        Task<int>[] all = [.. outside, .. inside, .. tallies];

        await region.Cluster.StopSiloAsync(region.Cluster.Silos[2]);
        await end.CancelAsync();
        Assert.All(await Task.WhenAll(all), calls => Assert.True(calls > 0));

        // And no write was lost or made twice.
        foreach (var (key, calls) in Keys.Zip(tallies))
        {
            Assert.Equal(await calls, (await Tally(region, key).Read()).Sum);
        }
    }

    [Fact]
    public async Task Survivors_keep_their_grains_when_one_of_three_stops()
    {
        await using var region = await Start(3, options => options.Moves.Balance = false);
        var before = await WhereAll(region);
        var leaving = Hosted(region, 2);
        await region.Cluster.StopSiloAsync(region.Cluster.Silos[2]);
        await CheckSurvivors(region, before, leaving);
    }

    [Fact]
    public async Task Survivors_keep_their_grains_when_one_of_three_dies()
    {
        await using var region = await Start(3, options => options.Moves.Balance = false);
        var before = await WhereAll(region);
        var dying = Hosted(region, 2);
        await region.Cluster.KillSiloAsync(region.Cluster.Silos[2]);
        await CheckSurvivors(region, before, dying);
    }

    [Fact]
    public async Task A_silo_that_joins_gets_its_share_and_no_call_fails_meanwhile()
    {
        await using var region = await Start(2);
        await WhereAll(region);
        using var end = new CancellationTokenSource();
        var calls = Keys.Select(key => CallUntil(() => Place(region, key).Where(), end.Token)).ToArray();

        await region.Cluster.StartAdditionalSiloAsync();
        await Eventually.Holds(() => Hosted(region, 2).Count >= Grains / 5, "the new silo has its share");
        await end.CancelAsync();
        Assert.All(await Task.WhenAll(calls), count => Assert.True(count > 0));
        Assert.All([0, 1, 2], silo => Assert.InRange(Hosted(region, silo).Count, Grains / 6, Grains / 2));
    }

    [Fact]
    public async Task A_silo_that_joins_does_not_wait_for_the_period_to_get_its_share()
    {
        await using var region = await Start(2, static options => options.Moves.BalancePeriod = TimeSpan.FromHours(1));
        await WhereAll(region);
        await region.Cluster.StartAdditionalSiloAsync();
        await Eventually.Holds(() => Hosted(region, 2).Count >= Grains / 5, "the new silo has its share");
    }

    [Fact]
    public async Task A_silo_with_its_share_of_grains_that_nobody_calls_gets_some_that_are_called_and_no_call_fails()
    {
        await using var region = await Start(2);

        // One here, one there: silos whose numbers of grains are never apart are not evened out by them while they are placed, however long that takes.
        var busy = Keys.Where((_, i) => i % 2 == 0).ToArray();
        for (var i = 0; i < Grains; i++)
        {
            await HintedTo(region, i % 2, () => Place(region, Keys[i]).Where());
        }

        Assert.Equal(busy.Length, Hosted(region, 0).Count);
        using var end = new CancellationTokenSource();
        var calls = busy.Select(key => CallUntil(() => Place(region, key).Where(), end.Token)).ToArray();

        await Eventually.Holds(() => Hosted(region, 1).Intersect(busy).Count() >= busy.Length / 4, "silo 1 has some of the busy grains");
        await end.CancelAsync();
        Assert.All(await Task.WhenAll(calls), count => Assert.True(count > 0));
    }

    [Fact]
    public async Task A_grain_that_moves_to_and_fro_under_writes_loses_and_doubles_nothing()
    {
        await using var region = await Start(2, options => options.Moves.Balance = false);
        using var end = new CancellationTokenSource();
        var writers = Enumerable.Range(0, 8).Select(_ => CallUntil(() => Tally(region, "wanders").Add(1), end.Token)).ToArray();
        for (var i = 0; i < 20; i++)
        {
            var target = i % 2;
            await HintedTo(region, target, async () => await Tally(region, "wanders").Cast<IGrainManagementExtension>().MigrateOnIdle());

            // The old one has ended, too: a silo that still has its last activation takes no new one, and two such would send calls to and fro.
            var grain = Tally(region, "wanders").GetGrainId();
            await Eventually.Holds(
                () => Hosts(region, target, grain) && !Hosts(region, 1 - target, grain),
                "the grain has moved");
        }

        await end.CancelAsync();
        var written = (await Task.WhenAll(writers)).Sum();
        var read = await Tally(region, "wanders").Read();
        Assert.Equal(written, read.Sum);
        Assert.Equal(written, await region.Scalar<long>("select count(*) from activeactive.effect"));
    }

    [Fact]
    public async Task The_directory_forgets_a_grain_that_its_target_did_not_take()
    {
        await using var region = await Start(2, options => options.Moves.Balance = false);
        var grain = Place(region, "refused").GetGrainId();

        // The target still has an activation that has ended: Orleans keeps such a one for a moment, here for longer.
        var ended = await ActivateOn(1);
        ended.Deactivate(new(DeactivationReasonCode.ApplicationRequested, "test"), CancellationToken.None);
        await ended.Deactivated;
        var type = typeof(SiloLifecycleSubject).Assembly.GetType("Orleans.Runtime.ActivationDirectory", throwOnError: true)!;
        var activations = region.Service<IServiceProvider>(1).GetRequiredService(type);
        type.GetMethod("RecordNewTarget")!.Invoke(activations, [ended]);

        var directory = region.Service<IServiceProvider>(0).GetRequiredKeyedService<IGrainDirectory>(GrainDirectoryAttribute.DEFAULT_GRAIN_DIRECTORY);
        var moving = await ActivateOn(0);
        Assert.Equal(moving.Address.ActivationId, (await directory.Lookup(grain))!.ActivationId);
        await region.Service<GrainMover>(0).MoveAll([new Move(moving, region.Cluster.Silos[1].SiloAddress)], CancellationToken.None);
        Assert.Null(await directory.Lookup(grain));

        async Task<IGrainContext> ActivateOn(int silo)
        {
            await HintedTo(region, silo, () => Place(region, "refused").Where());
            return region.Service<LocalActivations>(silo).All.Single(context => context.GrainId == grain);
        }
    }

    [Fact]
    public async Task A_task_left_behind_writes_nothing_once_its_activation_has_ended()
    {
        await using var region = await Start(1);
        var tally = Tally(region, "strays");
        await tally.Stray();
        await Eventually.Holds(async () => (await tally.Read()).Sum > 5, "the task writes");
        await tally.Deactivate();
        Assert.IsType<InvalidOperationException>(await TallyGrain.StrayRefused.Task);
        Assert.Equal(await region.Scalar<long>("select count(*) from activeactive.effect"), (await tally.Read()).Sum);
    }

#pragma warning disable ORLEANSEXP003 // The directory that our silos use.
    private async Task<RegionCluster> Start(short silos, Action<ActiveActiveOptions>? configure = null) => await RegionCluster.Start(
        await postgres.NewDatabase(),
        silos,
        configureSilo: silo => silo.Services.Configure<ActiveActiveOptions>(options =>
        {
            options.Moves.BalancePeriod = TimeSpan.FromMilliseconds(500);
            configure?.Invoke(options);
        }),
        configureCluster: options => options.UseDistributedGrainDirectory = true);
#pragma warning restore ORLEANSEXP003

    private static IPlaceGrain Place(RegionCluster region, string key) => region.Grains.GetGrain<IPlaceGrain>(key);

    private static ITallyGrain Tally(RegionCluster region, string key) => region.Grains.GetGrain<ITallyGrain>(key);

    private static async Task<Dictionary<string, string>> WhereAll(RegionCluster region) =>
        (await Task.WhenAll(Keys.Select(async key => (Key: key, Activation: await Place(region, key).Where())))).ToDictionary(place => place.Key, place => place.Activation);

    /// <summary>The keys of the grains on a silo.</summary>
    private static HashSet<string> Hosted(RegionCluster region, int silo) =>
        [.. Keys.Where(key => Hosts(region, silo, Place(region, key).GetGrainId()))];

    private static bool Hosts(RegionCluster region, int silo, GrainId grain) =>
        region.Service<LocalActivations>(silo).All.Any(context => context.GrainId == grain);

    /// <summary>A call that may place its grain, or move it, to this silo.</summary>
    private static async Task HintedTo(RegionCluster region, int silo, Func<Task> call)
    {
        RequestContext.Set(IPlacementDirector.PlacementHintKey, region.Cluster.Silos[silo].SiloAddress);
        await call();
        RequestContext.Clear();
    }

    private static async Task CheckSurvivors(RegionCluster region, Dictionary<string, string> before, HashSet<string> gone)
    {
        Assert.NotEmpty(gone);
        Dictionary<string, string> after = [];
        foreach (var key in Keys)
        {
            // A call to a silo that has just died may fail: what counts here is who answers.
            await Eventually.Holds(
                async () =>
                {
                    try
                    {
                        after[key] = await Place(region, key).Where();
                        return true;
                    }
                    catch (OrleansException)
                    {
                        return false;
                    }
                },
                $"grain {key} answers");
        }

        Assert.All(Keys, key => Assert.Equal(!gone.Contains(key), before[key] == after[key]));
    }

    /// <summary>Calls one after the other; returns how often. The first error ends it and is thrown.</summary>
    private static async Task<int> CallUntil<T>(Func<Task<T>> call, CancellationToken end)
    {
        var calls = 0;
        while (!end.IsCancellationRequested)
        {
            await call();
            calls++;
        }

        return calls;
    }
}
