using ActiveActive.Replication;

namespace ActiveActive.Silo.Replication;

/// <summary>The heads of all streams in the region's database. Who asks gets what one look at the database saw that began after the question.</summary>
internal sealed class StreamHeads
{
    private readonly SharedLook<Dictionary<StreamId, long>> _looks;

    public StreamHeads(LogTables tables) => _looks = new(() => Look(tables));

    /// <exception cref="StorageUnavailableException">The database could not be asked.</exception>
    public Task<Dictionary<StreamId, long>> Read() => _looks.Read();

    private static async Task<Dictionary<StreamId, long>> Look(LogTables tables)
    {
        try
        {
            return (await tables.Streams(CancellationToken.None)).ToDictionary(static stream => stream.Stream, static stream => stream.Head.Number);
        }
        catch (Exception error) when (error is Npgsql.NpgsqlException or TimeoutException)
        {
            throw new StorageUnavailableException($"The region's database could not be asked how far its streams are: {error.Message} Try again.", error);
        }
    }
}
