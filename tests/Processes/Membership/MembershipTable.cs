using System.Diagnostics;
using ActiveActive.Tests.Support;
using Npgsql;

namespace ActiveActive.Tests.Processes.Membership;

/// <summary>Looks at a region's membership table.</summary>
internal sealed class MembershipTable(string connectionString) : IAsyncDisposable
{
    private const string Active = "3";
    private const string Dead = "6";

    private readonly NpgsqlDataSource _database = NpgsqlDataSource.Create(connectionString);

    /// <summary>Waits until the newest life of a silo is dead, and tells how long that took.</summary>
    public Task<TimeSpan> BecomesDead(string silo, TimeSpan within) => Becomes(silo, Dead, within);

    public Task<TimeSpan> BecomesActive(string silo, TimeSpan within) => Becomes(silo, Active, within);

    public async Task<bool> IsActive(string silo) => await Status(silo) == Active;

    /// <summary>How many lives of silos have been declared dead.</summary>
    public async Task<long> CountDead()
    {
        await using var command = _database.CreateCommand($"select count(*) from OrleansMembershipTable where Status = {Dead}");
        return (long)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Nobody reads or writes the table until the answer is disposed of.</summary>
    public async Task<IAsyncDisposable> IsLocked()
    {
        var connection = await _database.OpenConnectionAsync();
        await using var command = new NpgsqlCommand("begin; lock table OrleansMembershipTable in access exclusive mode", connection);
        await command.ExecuteNonQueryAsync();
        return connection; // what is given back to the pool is rolled back
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    private async Task<TimeSpan> Becomes(string silo, string status, TimeSpan within)
    {
        var clock = Stopwatch.StartNew();
        await Eventually.Holds(async () => await Status(silo) == status, $"{silo} has status {status}", within);
        return clock.Elapsed;
    }

    private async Task<string?> Status(string silo)
    {
        try
        {
            await using var command = _database.CreateCommand("select Status::text from OrleansMembershipTable where SiloName = $1 order by Generation desc limit 1");
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = silo });
            return (string?)await command.ExecuteScalarAsync();
        }
        catch (NpgsqlException)
        {
            return null; // the database is down
        }
    }
}
