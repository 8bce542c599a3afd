using ActiveActive.Silo.Scaling;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ActiveActive.Silo.Placement;

/// <summary>
/// Gives a silo that joined its share of the grains that are alive, and one that is called less than others its share of the calls. Orleans by itself places only new activations there, so that a silo that comes back after a rolling
/// restart would stay nearly idle. Orleans' own rebalancer (experimental) is not used: one grain of it decides for all silos, over many cycles and by memory too, and
/// each step moves any number of grains at once.
/// </summary>
internal sealed class Balancer(
    LocalActivations activations,
    GrainMover mover,
    Neighbours neighbours,
    LoadClient silos,
    LoadBoard board,
    CallSample calls,
    BalanceSignal signal,
    IGrainFactory grains,
    IOptions<ActiveActiveOptions> options,
    TimeProvider time,
    ILogger<Balancer> log) : ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    /// <summary>
    /// The pauses between the rounds after a join. In the first one a silo is not given grains yet: it has just started, and has enough to do. In the next ones others may not know yet which grains it can have.
    /// </summary>
    private static readonly TimeSpan[] Settle = [TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(4)];

    /// <summary>The part of the tolerance that is left when a silo has far more to do than another.</summary>
    private const double CloseTolerance = 0.2;

    /// <summary>How long calls are counted.</summary>
    private static readonly TimeSpan SampleTime = TimeSpan.FromSeconds(1);

    /// <summary>The least mean of the silos' calls per second that is evened out: of fewer, what is counted in a second says too little.</summary>
    private const double FewestCalls = 100;

    /// <summary>Hops of work from thread to thread, on this silo, in a question to another.</summary>
    private const int HopsOfQuestion = 4;

    /// <summary>However long the period is, a silo that has joined and answers promptly gets its share within this time.</summary>
    private static readonly TimeSpan MostSpread = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _stopping = new();
    private IReadOnlyList<SiloAddress> _known = [];
    private Task _running = Task.CompletedTask;

    public void Participate(ISiloLifecycle lifecycle) => lifecycle.Subscribe(
        nameof(Balancer),
        ServiceLifecycleStage.Active,
        _ =>
        {
            _running = options.Value.Moves.Balance ? Task.WhenAll(Task.Run(Run, CancellationToken.None), Task.Run(WatchJoins, CancellationToken.None)) : Task.CompletedTask;
            return Task.CompletedTask;
        },
        async cancellation =>
        {
            await _stopping.CancelAsync();
            await _running.WaitAsync(cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        });

    public void Dispose() => _stopping.Dispose();

    private async Task Run()
    {
        try
        {
            for (var began = time.GetTimestamp(); ;)
            {
                var left = options.Value.Moves.BalancePeriod - time.GetElapsedTime(began);
                var isClose = await signal.Wait(left > TimeSpan.Zero ? left : TimeSpan.Zero, _stopping.Token);
                began = time.GetTimestamp();
                await Round(isClose);
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
        }
    }

    /// <summary>A first round sees who joined, and the next ones, soon after, give.</summary>
    private async Task WatchJoins()
    {
        try
        {
            await foreach (var _ in neighbours.Joins(_stopping.Token))
            {
                signal.Raise();
                foreach (var pause in Settle)
                {
                    await Task.Delay(pause, time, _stopping.Token);
                    signal.Raise();
                }
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
        }
    }

    private async Task Round(bool isClose)
    {
        try
        {
            // A silo is given nothing in the first round that sees it: it has just started, and has enough to do.
            var active = neighbours.Active;
            var settled = active.Intersect(_known).ToList();
            _known = active;
            var candidates = activations.All.Where(LocalActivations.MayBeBalanced).ToArray();
            if (candidates.Length == 0 || settled.Count == 0)
            {
                return;
            }

            var settings = options.Value.Moves;
            var counts = await Counts([.. settled, neighbours.Self]);
            var plan = BalancePlan.Decide(neighbours.Self, counts, settings.BalanceTolerance * (isClose ? CloseTolerance : 1), settings.MostPerPeriod);
            Random.Shared.Shuffle(candidates);
            var moves = Choose(candidates, plan).ToList();
            if (plan.Count > 0)
            {
                log.Balancing(moves.Count, plan.Count);
            }
            else
            {
                moves = await ChooseBusy(candidates, settled, settings);
            }

            if (moves.Count > 0)
            {
                // A silo that has just started is slow with the first grain of each type: the others shall not wait for that.
                var firsts = moves.DistinctBy(move => (move.Target, move.Activation.GrainId.Type)).ToHashSet();
                var patience = new TargetPatience(RoundTrip, neighbours.IsActive, time);
                foreach (var first in firsts)
                {
                    await patience.Wait(first.Target, _stopping.Token);
                    await mover.MoveAll([first], _stopping.Token);
                }

                var spread = settings.BalancePeriod < MostSpread ? settings.BalancePeriod : MostSpread;
                await mover.Spread([.. moves.Where(move => !firsts.Contains(move))], spread, patience, _stopping.Token);
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            throw;
        }
#pragma warning disable CA1031 // Balance can wait; a silo may just have died, or the count could not be had.
        catch (Exception error)
#pragma warning restore CA1031
        {
            log.BalanceFailed(error.Message);
        }
    }

    /// <summary>How many grains each of the silos has. Orleans' own are not counted: they stay where they are.</summary>
    private async Task<Dictionary<SiloAddress, int>> Counts(SiloAddress[] silos)
    {
        var statistics = await grains.GetGrain<IManagementGrain>(0).GetSimpleGrainStatistics(silos);
        var counts = silos.ToDictionary(silo => silo, _ => 0);
        foreach (var statistic in statistics.Where(statistic => !statistic.GrainType.StartsWith("Orleans.", StringComparison.Ordinal) && counts.ContainsKey(statistic.SiloAddress)))
        {
            counts[statistic.SiloAddress] += statistic.ActivationCount;
        }

        return counts;
    }

    // What a question takes here, where there is much to do, is not the other silo's fault.
    private async Task<TimeSpan?> RoundTrip(SiloAddress silo, CancellationToken cancellation)
    {
        var own = PoolWait.Measure(time);
        return await silos.RoundTrip(silo, cancellation) - (await own * HopsOfQuestion);
    }

    /// <summary>What is called elsewhere, when this silo is called more than others.</summary>
    private async Task<List<Move>> ChooseBusy(IGrainContext[] candidates, IReadOnlyList<SiloAddress> settled, MoveOptions settings)
    {
        var called = await calls.Take(SampleTime, _stopping.Token);
        var own = called.Values.Sum();
        board.Calls = own;
        var rates = (await silos.Calls(settled, _stopping.Token)).Append(new(neighbours.Self, own)).ToDictionary(static rate => rate.Key, static rate => (int)rate.Value);
        var mean = rates.Values.Average();
        var plan = mean < FewestCalls ? [] : BalancePlan.Decide(neighbours.Self, rates, settings.BalanceTolerance, int.MaxValue);
        var busy = candidates.Where(context => called.ContainsKey(context.GrainId)).Select(context => (context, called[context.GrainId]));
        List<Move> moves = [.. BalancePlan.Pick(plan, busy, (silo, context) => neighbours.CanHost(silo, context.GrainId.Type)).Take(settings.MostPerPeriod).Select(static pick => new Move(pick.Grain, pick.Target))];
        if (moves.Count > 0)
        {
            log.BalancingCalls(moves.Count, moves.DistinctBy(static move => move.Target).Count(), (int)own, (int)mean);
        }

        return moves;
    }

    private IEnumerable<Move> Choose(IGrainContext[] candidates, IReadOnlyList<(SiloAddress Target, int Count)> plan)
    {
        var next = 0;
        foreach (var (target, count) in plan)
        {
            for (var chosen = 0; chosen < count && next < candidates.Length; next++)
            {
                if (neighbours.CanHost(target, candidates[next].GrainId.Type))
                {
                    chosen++;
                    yield return new Move(candidates[next], target);
                }
            }
        }
    }
}
