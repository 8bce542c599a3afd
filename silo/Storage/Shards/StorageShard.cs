using ActiveActive.Silo.Storage.Flushes;
using Npgsql;

namespace ActiveActive.Silo.Storage.Shards;

/// <summary>One of the databases that hold state, effects and sends.</summary>
/// <param name="Number">Its place among them, from 0.</param>
/// <param name="Source">Its connections.</param>
/// <param name="Committer">Writes to it.</param>
internal sealed record StorageShard(int Number, NpgsqlDataSource Source, GroupCommitter Committer);
