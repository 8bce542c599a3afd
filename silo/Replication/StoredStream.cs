using ActiveActive.Replication;
using Npgsql;

namespace ActiveActive.Silo.Replication;

/// <summary>A stream as a database has it.</summary>
/// <param name="Source">The database.</param>
/// <param name="Id">Its number there.</param>
/// <param name="Stream">Its name.</param>
/// <param name="Head">Its last batch.</param>
/// <param name="Applied">Up to where it is applied.</param>
/// <param name="Mark">The last entry up to there in which the writer tells what it has applied; null for none.</param>
internal sealed record StoredStream(NpgsqlDataSource Source, int Id, StreamId Stream, StreamHead Head, long Applied, byte[]? Mark);
