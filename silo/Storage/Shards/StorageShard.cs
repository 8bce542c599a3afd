using ActiveActive.Client.Connection;
using ActiveActive.Silo.Storage.Flushes;
using Npgsql;

namespace ActiveActive.Silo.Storage.Shards;

/// <summary>One of the databases that hold state, effects and sends.</summary>
/// <param name="Number">Its place among them, from 0.</param>
/// <param name="Primary">Its connections.</param>
/// <param name="Door">Where they wait that find it gone.</param>
/// <param name="Reader">Reads rows from it.</param>
/// <param name="Committer">Writes to it.</param>
internal sealed record StorageShard(int Number, PrimaryDataSource Primary, DatabaseDoor Door, GroupReader Reader, GroupCommitter Committer)
{
    /// <summary>Npgsql's own form, for now: ask for it each time.</summary>
    public NpgsqlDataSource Source => Primary.Current;
}
