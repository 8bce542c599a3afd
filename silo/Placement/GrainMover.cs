using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.GrainDirectory;
using Orleans.Runtime.Placement;

namespace ActiveActive.Silo.Placement;

/// <summary>Moves live grains to other silos, some at a time.</summary>
/// <remarks>
/// <para>A move is Orleans' migration: the activation ends what it is doing, ends in order (durable state waits for its commits under way), and the target makes one for the same
/// grain, which takes over the directory's entry. Calls that arrive meanwhile wait in the old one's queue and follow it; calls that come to the old place later are
/// forwarded, and their callers learn the new one.</para>
/// <para>The new activation reads its rows like any other. State does not travel with it: see docs/upgrades.md.</para>
/// <para>When the target does not take it, the grain ends here and is made anew at its next call, wherever it is placed then. A target that has begun to stop, or still has an ended
/// activation of the grain, says nothing, so that Orleans leaves the directory's entry to an activation that nobody made, and calls go to this silo, in vain if it stops. So the entry is
/// withdrawn after each move: where the target did take over, the entry is its own by then, and stays.</para>
/// </remarks>
internal sealed class GrainMover(
    Neighbours neighbours,
    [FromKeyedServices(GrainDirectoryAttribute.DEFAULT_GRAIN_DIRECTORY)] IGrainDirectory directory,
    IOptions<ActiveActiveOptions> options,
    TimeProvider time)
{
    // A grain that is busy for longer moves when it is done, without one of the places of those that move at once.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Makes the moves, in order, and returns when all have ended or are left to end by themselves.</summary>
    public Task MoveAll(IEnumerable<Move> moves, CancellationToken cancellation) => Parallel.ForEachAsync(moves, Limits(cancellation), Make);

    /// <summary>The same for moves that are not urgent, of which the last ones are left out when targets are slow: they begin at even times, so that neither a target that is cold nor the callers of the grains notice them.</summary>
    /// <param name="moves">The moves.</param>
    /// <param name="over">In how long, while the targets answer promptly.</param>
    /// <param name="patience">Waits for those that do not.</param>
    /// <param name="cancellation">Ends it; what has begun goes on.</param>
    public Task Spread(IReadOnlyList<Move> moves, TimeSpan over, TargetPatience patience, CancellationToken cancellation) => Parallel.ForEachAsync(Paced(moves, over, patience, cancellation), Limits(cancellation), Make);

    private ParallelOptions Limits(CancellationToken cancellation) => new() { MaxDegreeOfParallelism = options.Value.Moves.AtOnce, CancellationToken = cancellation };

    private async ValueTask Make(Move move, CancellationToken cancellation)
    {
        if (!neighbours.IsActive(move.Target))
        {
            return; // it has died or left since; the grain is well where it is, or is planned anew
        }

        move.Activation.Migrate(new Dictionary<string, object> { [IPlacementDirector.PlacementHintKey] = move.Target }, CancellationToken.None);
        await End(move.Activation).WaitAsync(Patience, time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task End(IGrainContext activation)
    {
        await activation.Deactivated;
        await directory.Unregister(activation.Address).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // a directory that cannot be reached forgets it with this silo
    }

    private async IAsyncEnumerable<Move> Paced(IReadOnlyList<Move> moves, TimeSpan over, TargetPatience patience, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var began = time.GetTimestamp();
        for (var i = 0; i < moves.Count && !patience.IsOver; i++)
        {
            // Not faster afterwards when one had to be waited for.
            var early = (over * i / moves.Count) - time.GetElapsedTime(began);
            if (early > TimeSpan.Zero)
            {
                await Task.Delay(early, time, cancellation);
            }

            var waiting = time.GetTimestamp();
            await patience.Wait(moves[i].Target, cancellation);
            began += time.GetTimestamp() - waiting;
            yield return moves[i];
        }
    }
}
