using Npgsql;

namespace ActiveActive.Silo.Storage.Shards;

/// <summary>
/// Makes sure that the configured shards are the ones that the storage was made of, all of them, in their order. Each database says so itself, in <c>activeactive.shard</c>. When a storage
/// is made, first all of them get their row, then each is told that all have it: so one that was replaced by an empty database is found out, and a silo that dies in between is not.
/// </summary>
internal sealed class ShardRegistry(RegionDatabase database, StorageShards shards)
{
    private const string Enter = "insert into activeactive.shard (storage_id, number, count) values ($1, $2, $3) on conflict do nothing";

    private const string Complete = "update activeactive.shard set complete = true where not complete";

    private const string Read = "select storage_id, number, count, complete from activeactive.shard";

    /// <exception cref="InvalidOperationException">A database belongs to another storage, has another place in it, or is empty though the storage was complete.</exception>
    public async Task Check(CancellationToken cancellation)
    {
        var found = new List<Entry?>();
        foreach (var shard in shards.All)
        {
            found.Add(await Find(shard.Source, cancellation));
        }

        var storage = found.Find(static entry => entry is not null)?.Storage ?? Guid.NewGuid();
        if (found.TrueForAll(static entry => entry is null or { Complete: false }))
        {
            storage = await Make(storage, found, cancellation);
        }

        for (var number = 0; number < found.Count; number++)
        {
            RefuseUnlessItIs(storage, number, found[number]);
        }

        if (await Find(database.Source, cancellation) is { } regions && (regions.Storage, regions.Count) != (storage, found.Count))
        {
            throw new InvalidOperationException(
                "The region's database holds state of its own, which silos with these shards (Storage:Shards) would not see. Go back to the shards it was used with, or move its state (docs/storage.md, Shards).");
        }
    }

    /// <summary>Enters what is missing; of several silos that do so at once the first decides, from the last shard on.</summary>
    private async Task<Guid> Make(Guid storage, List<Entry?> found, CancellationToken cancellation)
    {
        for (var number = found.Count - 1; number >= 0; number--)
        {
            if (found[number] is null)
            {
                await shards.All[number].Source.Execute(Enter, cancellation, storage, number, found.Count);
                found[number] = await Find(shards.All[number].Source, cancellation);
            }

            storage = number == found.Count - 1 ? found[number]!.Storage : storage;
            RefuseUnlessItIs(storage, number, found[number]);
        }

        foreach (var shard in shards.All)
        {
            await shard.Source.Execute(Complete, cancellation);
        }

        return storage;
    }

    private void RefuseUnlessItIs(Guid storage, int number, Entry? entry)
    {
        var count = shards.All.Count;
        if (entry is null)
        {
            throw new InvalidOperationException(
                $"The database of shard {number} of {count} (Storage:Shards) is empty, though its storage has been in use. Restore it, or correct its connection string: the grains that were in it must not begin anew.");
        }

        if ((entry.Storage, entry.Number, entry.Count) != (storage, number, count))
        {
            throw new InvalidOperationException(
                $"The database that Storage:Shards names as number {number} of {count} is number {entry.Number} of {entry.Count} of {(entry.Storage == storage ? "this" : "another")} storage. Name all databases of one storage, in the order in which it was made; their number cannot be changed (docs/storage.md, Shards).");
        }
    }

    private static async Task<Entry?> Find(NpgsqlDataSource source, CancellationToken cancellation) =>
        (await source.Rows(Read, static reader => new Entry(reader.GetGuid(0), reader.GetInt32(1), reader.GetInt32(2), reader.GetBoolean(3)), cancellation)).FirstOrDefault();

    private sealed record Entry(Guid Storage, int Number, int Count, bool Complete);
}
