using ActiveActive.Replication;
using ActiveActive.State.Storage;
using Microsoft.Extensions.Logging;

namespace ActiveActive.Silo.Replication.DeadLetters;

/// <summary>Merges again what was put aside, when somebody asks for it, and once when a silo takes over: its code may know what older code did not. Runs where merging runs.</summary>
/// <remarks>
/// <para>A state's entries are merged in the order in which they were put aside, each after what it needs. What is merged leaves the table. The first that cannot be merged gets its new cause, and those behind it wait on.</para>
/// <para>When nothing of a state is left, it takes changes as any other. New ones that arrive meanwhile are put behind, since both go by <see cref="Inflow.AsideTurn"/>.</para>
/// </remarks>
internal sealed class DeadLetterDesk(DeadLetterTables tables, LogTables logs, MergeWorker worker, ReplicatedTypes types, TimeProvider time, ILogger<DeadLetterDesk> log)
{
    private const int FirstMany = 1000;
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    /// <summary>Does what is asked, until it is cancelled.</summary>
    public async Task Run(Inflow inflow, CancellationToken cancellation)
    {
        await tables.AskAll(cancellation);
        while (true)
        {
            foreach (var key in await tables.Asked(cancellation))
            {
                await Try(inflow, key, cancellation);
            }

            await Task.Delay(Look, time, cancellation);
        }
    }

    private async Task Try(Inflow inflow, StateKey key, CancellationToken cancellation)
    {
        await inflow.AsideTurn.WaitAsync(cancellation);
        try
        {
            var many = FirstMany;
            while (await MergeSome(inflow, key, many, cancellation) is { } next)
            {
                many = next;
            }
        }
#pragma warning disable CA1031 // What is wrong with one state must not stop the others; it is tried again.
        catch (Exception error) when (!cancellation.IsCancellationRequested)
#pragma warning restore CA1031
        {
            log.NotMerged(key, error.Message);
        }
        finally
        {
            inflow.AsideTurn.Release();
        }
    }

    // How many to look at next; null when there is nothing more to do.
    private async Task<int?> MergeSome(Inflow inflow, StateKey key, int many, CancellationToken cancellation)
    {
        var letters = await tables.Of(key, many, cancellation);
        if (letters.Count == 0)
        {
            inflow.Held.TryRemove(key, out _);
            log.TakesAgain(key);
            return null;
        }

        if (types.Of(key) is not { } merger)
        {
            return await Fail(key, letters[0], "No grain class of this silo's code has this state. Deploy the newer code here.", cancellation);
        }

        var entries = new Dictionary<ArrivedEntry, StoredLetter>();
        foreach (var letter in letters)
        {
            if (await logs.Entry(inflow.PlaceOf(letter.Stream), letter.Batch, letter.Place, cancellation) is not { } entry)
            {
                return await Fail(key, letter, "The log does not have it any more. Was the table activeactive.log changed by hand?", cancellation);
            }

            entries.Add(new ArrivedEntry(letter.Stream, letter.Batch, letter.Place, entry) { IsDropped = letter.IsDropped, Repaired = letter.Repaired }, letter);
        }

        if (await worker.MergeRow(key, [.. entries.Keys], merger, cancellation) is not { } merge)
        {
            return null; // others write it all the time; it is still asked
        }

        await TakeOut(inflow, key, [.. merge.Merged.Select(entry => entries[entry])], cancellation);
        return merge.Poison is { } poison ? await Fail(key, entries[poison], worker.CauseOf(merge.Cause!), cancellation)
            : merge.Merged.Count > 0 ? FirstMany
            : letters.Count == many ? many * 2 // what they need may be further behind
            : null; // or still on its way: it is asked on
    }

    private async Task TakeOut(Inflow inflow, StateKey key, IReadOnlyList<StoredLetter> letters, CancellationToken cancellation)
    {
        if (letters.Count == 0)
        {
            return;
        }

        await worker.TellSilos([MergedRow.Of(key)], cancellation);
        await tables.TakeOut(letters, cancellation);
        foreach (var letter in letters.Where(static letter => letter.IsDropped))
        {
            log.Dropped(key, letter.Stream, letter.Batch);
        }

        foreach (var batch in letters.Select(static letter => (letter.Stream, letter.Batch)).Distinct())
        {
            // Another state may have something in the same batch.
            if (!await tables.IsLeft(batch.Stream, batch.Batch, cancellation))
            {
                inflow.Use(core => core.TakeBack(batch.Stream, batch.Batch));
            }
        }
    }

    private async Task<int?> Fail(StateKey key, StoredLetter letter, string cause, CancellationToken cancellation)
    {
        await tables.Fail(letter.Id, cause, cancellation);
        await tables.Answer(key, cancellation);
        log.StillAside(key, letter.Id, cause);
        return null;
    }
}
