using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ActiveActive.Silo.Placement;

/// <summary>Empties a silo that stops, so that nobody's call fails.</summary>
/// <remarks>
/// <para>By the time it begins, the silo has said that it is not ready, has waited <see cref="ActiveActiveOptions.DrainDelay"/>, HTTP has ended its requests, and Orleans has
/// told clients to take other gateways. Then, side by side with Orleans' own step at this stage:</para>
/// <para>1. Wait until membership says that we are shutting down: from then on nobody places grains here, and what is sent here is forwarded, not activated.</para>
/// <para>2. Move all grains to the active silos, evenly, a bounded number at a time; again while there are any, since one may just have been on its way here.</para>
/// <para>3. Go on forwarding for <see cref="MoveOptions.ForwardTime"/>: callers' knowledge of the old places is put right by the first call that each makes.</para>
/// <para>After that Orleans deactivates what is left (grains marked immovable, busy ones), hands its part of the directory over, and leaves.</para>
/// <para>No other silo is left, the database cannot be told that we leave, or the time is up: Orleans' own way at once. Its grains come back at their next call; calls
/// under way may fail, and are retried where their methods may be.</para>
/// </remarks>
internal sealed class Evacuation(
    LocalActivations activations,
    GrainMover mover,
    Neighbours neighbours,
    IOptions<ActiveActiveOptions> options,
    TimeProvider time,
    ILogger<Evacuation> log) : ILifecycleParticipant<ISiloLifecycle>
{
    // Orleans gives up telling the database after the same time.
    private static readonly TimeSpan StatusPatience = TimeSpan.FromSeconds(5);

    public void Participate(ISiloLifecycle lifecycle) =>
        lifecycle.Subscribe(nameof(Evacuation), ServiceLifecycleStage.BecomeActive, static _ => Task.CompletedTask, Stop);

    private async Task Stop(CancellationToken cancellation)
    {
        var limit = options.Value.Moves.StopTimeout ?? (options.Value.ShutdownTimeout - options.Value.DrainDelay) / 2;
        if (limit == TimeSpan.Zero || cancellation.IsCancellationRequested || activations.All.Count == 0)
        {
            return;
        }

        var began = time.GetTimestamp();
        using var timeout = new CancellationTokenSource(limit, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellation);
        try
        {
            await neighbours.WaitForOwnStatus(SiloStatus.ShuttingDown, end.Token).WaitAsync(StatusPatience, time, end.Token);
            var moved = await Empty(end.Token);
            log.Evacuated(moved, activations.All.Count, time.GetElapsedTime(began));
            if (neighbours.Active.Count == 0)
            {
                return;
            }

            await Task.Delay(options.Value.Moves.ForwardTime, time, end.Token);
        }
        catch (Exception error) when (error is OperationCanceledException or TimeoutException)
        {
            log.EvacuationCutShort(activations.All.Count, time.GetElapsedTime(began));
        }
    }

    /// <summary>Moves until nothing is left or nobody takes it. Returns how many grains have gone.</summary>
    private async Task<int> Empty(CancellationToken cancellation)
    {
        var tried = new HashSet<IGrainContext>(ReferenceEqualityComparer.Instance);
        while (true)
        {
            var targets = neighbours.Active;
            var next = activations.All.Where(tried.Add).ToList();
            if (targets.Count == 0 || next.Count == 0)
            {
                return tried.Count(static grain => grain.Deactivated.IsCompleted);
            }

            await mover.MoveAll(Plan(next, targets), cancellation);
        }
    }

    // Each to the next in turn that can have it. What none can have is left for Orleans to end.
    private IEnumerable<Move> Plan(IEnumerable<IGrainContext> grains, IReadOnlyList<SiloAddress> targets)
    {
        var turn = 0;
        foreach (var grain in grains)
        {
            for (var i = 0; i < targets.Count; i++)
            {
                var target = targets[(turn + i) % targets.Count];
                if (neighbours.CanHost(target, grain.GrainId.Type))
                {
                    turn++;
                    yield return new Move(grain, target);
                    break;
                }
            }
        }
    }
}
