using ActiveActive.Replication;
using ActiveActive.Silo.Replication.Conflicts;
using ActiveActive.Silo.Replication.DeadLetters;
using ActiveActive.State;
using ActiveActive.State.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ActiveActive.Silo.Replication;

/// <summary>
/// Merges what has arrived into the rows of its states, many states beside each other, through the same group commit as all other writes: each row by its version, so that an activation that writes at the same time is
/// never overwritten. Then those that are active read their rows anew, and only then the entries count as applied.
/// </summary>
internal sealed class MergeWorker(
    IStateStore store,
    DeadLetterTables letters,
    ConflictBook book,
    ReplicatedTypes types,
    Replicas replicas,
    Reactions reactions,
    OwnStreams own,
    RegionContext region,
    IDatabaseClock clock,
    ReplicationMetrics metrics,
    TimeProvider time,
    IOptions<ActiveActiveOptions> options,
    IOptions<DurableStateOptions> states,
    ILogger<MergeWorker> log)
{
    private const int AtOnce = 256;
    private static readonly TimeSpan BetweenRounds = TimeSpan.FromMilliseconds(20);
    private const int AttemptThatHolds = 3;
    private const int MostAttempts = 6;
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Merges until it is cancelled, round by round. Rounds do not begin closer to each other than a little: what comes meanwhile goes together, which costs much less than each by itself.</summary>
    public async Task Run(Inflow inflow, CancellationToken cancellation)
    {
        while (true)
        {
            var work = inflow.Use(static core => core.Take(AtOnce));
            if (work.Count == 0)
            {
                await inflow.HasWork.Wait(LookAgain, cancellation);
                continue;
            }

            var pause = Task.Delay(BetweenRounds, time, cancellation);
            var began = DateTimeOffset.UtcNow;
            var rows = await Load(work, cancellation);
            var done = await Task.WhenAll(work.Select(one => Merge(inflow, one, rows, cancellation)));
            await Tell(inflow, [.. done.OfType<Settled>()], began, cancellation);
            await pause;
        }
    }

    /// <summary>Merges entries into the row of a state.</summary>
    /// <returns>What it gave; null when others have written the row each time.</returns>
    public async Task<RowMerge?> MergeRow(StateKey key, IReadOnlyList<ArrivedEntry> entries, IEntryMerger merger, CancellationToken cancellation) =>
        (await MergeRow(key, entries, merger, null, cancellation))?.Merge;

    // Null for the rows when they could not be read together; then each is read by itself.
    private async Task<IReadOnlyDictionary<StateKey, StateRow>?> Load(IReadOnlyList<KeyWork> work, CancellationToken cancellation)
    {
        try
        {
            return await store.LoadAll([.. work.Select(static one => one.Key)], cancellation);
        }
        catch (ActiveActiveException)
        {
            return null;
        }
    }

    private async Task<(RowMerge Merge, MergedRow Row)?> MergeRow(StateKey key, IReadOnlyList<ArrivedEntry> entries, IEntryMerger merger, IReadOnlyDictionary<StateKey, StateRow>? rows, CancellationToken cancellation)
    {
        for (var attempt = 1; attempt <= MostAttempts; attempt++)
        {
            if (attempt == AttemptThatHolds)
            {
                // It is written all the time; a merge would come too late for ever.
                await replicas.Hold(key, cancellation);
            }

            var row = attempt == 1 && rows is not null ? rows.GetValueOrDefault(key) : await store.Load(key, cancellation);
            var latest = (clock.UtcNow + options.Value.Replication.MaxClockDrift).ToUnixTimeMilliseconds();
            var merge = merger.Merge(row?.Payload, entries, region, latest);
            var kept = await book.Keep(key, merge.Conflicts, cancellation);
            if (merge.Payload is null || await Write(key, row, merger, merge.Payload, merge.Merged, cancellation))
            {
                book.Count(key, merge.Conflicts);
                return (merge, merge.Payload is null ? MergedRow.Of(key) : MergedRow.Of(key, (row?.Version ?? 0) + 1, merger.TypeVersion, merge.Payload));
            }

            await book.Forget(kept, cancellation);
        }

        return null;
    }

    /// <summary>Why something could not be merged, as it is kept. What a type of somebody else throws may quote what is in the state, which is not to be read anywhere when encryption at rest is on.</summary>
    public string CauseOf(Exception error) => !options.Value.Encryption.Enabled || error is ActiveActiveException || error.GetType().Assembly == typeof(RowMerge).Assembly
        ? error.Message
        : $"{error.GetType().Name}. Its message is not kept, since it may quote what is in the state, and encryption at rest is on.";

    /// <summary>Lets states that are active take their merged rows. Done when all silos of the region have.</summary>
    public async Task TellSilos(IReadOnlyCollection<MergedRow> rows, CancellationToken cancellation)
    {
        while (rows.Count > 0)
        {
            try
            {
                await replicas.Refresh(rows, cancellation);
                return;
            }
#pragma warning disable CA1031 // Whatever it is, whoever reads an old value must not be told that it is the new one.
            catch (Exception error) when (!cancellation.IsCancellationRequested)
#pragma warning restore CA1031
            {
                log.NotTold(error.Message);
                await Task.Delay(Pause, time, cancellation);
            }
        }
    }

    private async Task Tell(Inflow inflow, IReadOnlyList<Settled> done, DateTimeOffset began, CancellationToken cancellation)
    {
        await TellSilos([.. done.Select(static one => one.Merged).OfType<MergedRow>()], cancellation);
        inflow.Use(core =>
        {
            foreach (var one in done)
            {
                core.Settle(one.Work, one.Entries);
            }
        });
        inflow.HasProgress.Raise();
        foreach (var one in done)
        {
            metrics.Applied(one.Applied);
            ApplyTraces.Note(own.Self, one.Applied, began);
        }

        foreach (var one in done.Where(static one => one.CallsForReaction))
        {
            reactions.Start(one.Work.Key);
        }
    }

    // Null when it was given back.
    private async Task<Settled?> Merge(Inflow inflow, KeyWork work, IReadOnlyDictionary<StateKey, StateRow>? rows, CancellationToken cancellation)
    {
        try
        {
            return types.Of(work.Key) is not { } merger ? await PutAside(inflow, work, work.Entries, [], null, "No grain class of this silo's code has this state. Deploy the newer code here.", cancellation)
                : await PutBehind(inflow, work, merger, cancellation) ?? await Merge(inflow, work, merger, rows, cancellation);
        }
#pragma warning disable CA1031 // What is wrong with one state must not stop the others; it is tried again.
        catch (Exception error) when (!cancellation.IsCancellationRequested)
#pragma warning restore CA1031
        {
            log.NotMerged(work.Key, error.Message);
            await Task.Delay(Pause, time, cancellation);
            inflow.Use(core => core.GiveBack(work));
            return null;
        }
    }

    private async Task<Settled?> Merge(Inflow inflow, KeyWork work, IEntryMerger merger, IReadOnlyDictionary<StateKey, StateRow>? rows, CancellationToken cancellation)
    {
        if (await MergeRow(work.Key, work.Entries, merger, rows, cancellation) is var (merge, row))
        {
            var merged = merge.Merged.Count > 0 ? row : null;
            return merge.Poison is null
                ? new Settled(work, merge.Merged, merge.Merged, merged, merged is not null && CallsForReaction(merge.Value))
                : await PutAside(inflow, work, [.. work.Entries.Except(merge.Merged)], merge.Merged, merged, CauseOf(merge.Cause!), cancellation);
        }

        inflow.Use(core => core.GiveBack(work));
        return null;
    }

    private bool CallsForReaction(object? value) => value is ICallForReaction one && one.CallsForReaction(own.Self, clock.UtcNow);

    // Null when nothing of the state is put aside.
    private async Task<Settled?> PutBehind(Inflow inflow, KeyWork work, IEntryMerger merger, CancellationToken cancellation)
    {
        if (!inflow.Held.ContainsKey(work.Key))
        {
            return null;
        }

        await inflow.AsideTurn.WaitAsync(cancellation);
        try
        {
            if (!inflow.Held.ContainsKey(work.Key))
            {
                return null; // it was taken back just now
            }

            // After a restart, what was merged before comes again.
            var known = merger.Known((await store.Load(work.Key, cancellation))?.Payload, work.Entries);
            var aside = work.Entries.Except(known).ToList();
            await letters.PutAside(aside, "An earlier change of this state is put aside.", cancellation);
            inflow.PutAside(work.Key, aside);
            return new Settled(work, work.Entries, known, known.Count > 0 ? MergedRow.Of(work.Key) : null, CallsForReaction: false);
        }
        finally
        {
            inflow.AsideTurn.Release();
        }
    }

    // False when another one has written the row.
    private async Task<bool> Write(StateKey key, StateRow? row, IEntryMerger merger, byte[] payload, IReadOnlyList<ArrivedEntry> merged, CancellationToken cancellation)
    {
        // What no request can be repeated for any more has no record.
        var oldest = clock.UtcNow - states.Value.EffectRetention;
        var effects = merged.SelectMany(static entry => entry.Entry.Effects).Where(effect => effect.Id.IsSend || effect.Id.Timestamp > oldest).DistinctBy(static effect => effect.Id).ToList();
        while (true)
        {
            var write = new StateWrite(key, row?.Version ?? 0, Uuid7.New(DateTimeOffset.UtcNow), ChangesState: true, merger.TypeVersion, payload, effects, []);
            var commit = await ResolvedCommit.Write(store, write, states.Value.CommitTimeout, time, log, cancellation);
            switch (commit.Outcome)
            {
                case CommitOutcome.Committed:
                    return true;
                case CommitOutcome.Duplicate:
                    // The request was made here, too; its answer here stays.
                    var known = await store.FindEffects(key, [.. effects.Select(static effect => effect.Id)], cancellation);
                    effects.RemoveAll(effect => known.Replies.ContainsKey(effect.Id));
                    break;
                case CommitOutcome.Expired:
                    effects.Clear();
                    break;
                default:
                    return false;
            }
        }
    }

    private async Task<Settled> PutAside(Inflow inflow, KeyWork work, IReadOnlyList<ArrivedEntry> aside, IReadOnlyList<ArrivedEntry> merged, MergedRow? row, string cause, CancellationToken cancellation)
    {
        await inflow.AsideTurn.WaitAsync(cancellation);
        try
        {
            await letters.PutAside(aside, cause, cancellation);
            if (inflow.PutAside(work.Key, aside))
            {
                log.PutAside(work.Key, aside[0].Stream, aside[0].Batch, cause);
            }
        }
        finally
        {
            inflow.AsideTurn.Release();
        }

        return new Settled(work, [.. merged, .. aside], merged, row, CallsForReaction: false);
    }

    /// <param name="Work">The work.</param>
    /// <param name="Entries">What is done with.</param>
    /// <param name="Applied">What of it is in the row.</param>
    /// <param name="Merged">The row, if it has any of it; null if not. Also when it was there before: a silo that took over may be the first to tell.</param>
    /// <param name="CallsForReaction">Whether the grain is to act on what the state has come to be.</param>
    private sealed record Settled(KeyWork Work, IReadOnlyCollection<ArrivedEntry> Entries, IReadOnlyCollection<ArrivedEntry> Applied, MergedRow? Merged, bool CallsForReaction);
}
