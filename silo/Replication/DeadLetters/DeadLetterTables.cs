using ActiveActive.Replication;
using ActiveActive.Silo.Security;
using ActiveActive.Silo.Storage;
using ActiveActive.State.Storage;

namespace ActiveActive.Silo.Replication.DeadLetters;

/// <summary>What is put aside, in the region's database.</summary>
internal sealed class DeadLetterTables(RegionDatabase database, ValueSealer sealer)
{
    /// <summary>Puts entries aside.</summary>
    public async Task PutAside(IEnumerable<ArrivedEntry> entries, string cause, CancellationToken cancellation)
    {
        foreach (var arrived in entries)
        {
            var (entry, stream) = (arrived.Entry, arrived.Stream.ToString());
            var delta = sealer.IsEnabled ? (await sealer.Keys.Current(cancellation)).Seal(entry.Delta, SealedPlace.Letter(stream, arrived.Batch, arrived.Place)) : entry.Delta;
            await database.Source.Execute(DeadLetterSql.PutAside, cancellation, stream, arrived.Batch, arrived.Place, entry.Key.GrainType, entry.Key.GrainKey, entry.Key.Name, cause, entry.TypeVersion, delta);
        }
    }

    /// <summary>All that is put aside: the batches and the states.</summary>
    public Task<List<(StreamId Stream, long Batch, StateKey Key)>> All(CancellationToken cancellation) => database.Source.Rows(
        DeadLetterSql.All,
        static reader => (StreamId.Parse(reader.GetString(0)), reader.GetInt64(1), new StateKey(reader.GetString(2), reader.GetString(3), reader.GetString(4))),
        cancellation);

    /// <summary>How many there are, by the regions that wrote them.</summary>
    public async Task<IReadOnlyDictionary<string, long>> Count(CancellationToken cancellation) =>
        (await database.Source.Rows(DeadLetterSql.Count, static reader => (StreamId.Parse(reader.GetString(0)).Origin.Region, Letters: reader.GetInt64(1)), cancellation))
            .GroupBy(static one => one.Region)
            .ToDictionary(static of => of.Key, static of => of.Sum(static one => one.Letters));

    /// <summary>Asks for all that nobody has asked anything for to be merged again.</summary>
    public Task AskAll(CancellationToken cancellation) => database.Source.Execute(DeadLetterSql.AskAll, cancellation);

    /// <summary>The states for which something is asked.</summary>
    public Task<List<StateKey>> Asked(CancellationToken cancellation) =>
        database.Source.Rows(DeadLetterSql.Asked, static reader => new StateKey(reader.GetString(0), reader.GetString(1), reader.GetString(2)), cancellation);

    /// <summary>The first that were put aside of a state.</summary>
    public Task<List<StoredLetter>> Of(StateKey key, int most, CancellationToken cancellation) => database.Source.Rows(
        DeadLetterSql.Of,
        static reader => new StoredLetter(
            reader.GetInt64(0),
            StreamId.Parse(reader.GetString(1)),
            reader.GetInt64(2),
            reader.GetInt32(3),
            !reader.IsDBNull(4) && reader.GetBoolean(4),
            reader.IsDBNull(5) ? null : reader.GetFieldValue<byte[]>(5)),
        cancellation,
        key.GrainType,
        key.GrainKey,
        key.Name,
        most);

    /// <summary>Takes out what is merged.</summary>
    public Task TakeOut(IReadOnlyCollection<StoredLetter> letters, CancellationToken cancellation) => database.Source.Execute(
        DeadLetterSql.TakeOut, cancellation, letters.Select(static letter => letter.Id).ToArray(), letters.Where(static letter => letter.IsDropped).Select(static letter => letter.Id).ToArray());

    /// <summary>Whether anything of a batch is put aside.</summary>
    public async Task<bool> IsLeft(StreamId stream, long batch, CancellationToken cancellation) =>
        (bool)(await database.Source.Scalar(DeadLetterSql.IsLeft, cancellation, stream.ToString(), batch))!;

    /// <summary>Notes why something cannot be merged.</summary>
    public Task Fail(long id, string cause, CancellationToken cancellation) => database.Source.Execute(DeadLetterSql.Fail, cancellation, id, cause);

    /// <summary>Notes that what was asked for a state was tried.</summary>
    public Task Answer(StateKey key, CancellationToken cancellation) => database.Source.Execute(DeadLetterSql.Answer, cancellation, key.GrainType, key.GrainKey, key.Name);
}
