using System.Diagnostics;
using Npgsql;

namespace ActiveActive.Cli.Doctor;

/// <summary>Asks a database about itself.</summary>
internal static class DatabaseReader
{
    private const int Samples = 3;

    public static async Task<DatabaseFacts> Read(NpgsqlConnection connection, CancellationToken cancellation)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal);
        await using (var ask = new NpgsqlCommand(DoctorSql.Settings, connection))
        await using (var rows = await ask.ExecuteReaderAsync(cancellation))
        {
            while (await rows.ReadAsync(cancellation))
            {
                settings[rows.GetString(0)] = rows.GetString(1);
            }
        }

        await using var command = new NpgsqlCommand(DoctorSql.Facts, connection);
        await using var row = await command.ExecuteReaderAsync(cancellation);
        await row.ReadAsync(cancellation);
        return new DatabaseFacts(
            settings,
            row.GetBoolean(0),
            row.GetInt64(1),
            row.IsDBNull(2) ? null : row.GetTimeSpan(2),
            row.IsDBNull(3) ? null : row.GetInt64(3),
            row.GetFieldValue<string[]>(4),
            row.GetInt64(5),
            row.GetInt64(6));
    }

    /// <summary>How far the database's clock is ahead of this machine's; of some samples the one with the shortest round trip counts.</summary>
    public static async Task<TimeSpan> ClockAhead(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(DoctorSql.Clock, connection);
        var (best, ahead) = (TimeSpan.MaxValue, TimeSpan.Zero);
        for (var i = 0; i < Samples; i++)
        {
            var (asked, began) = (DateTime.UtcNow, Stopwatch.GetTimestamp());
            var theirs = ((DateTime)(await command.ExecuteScalarAsync(cancellation))!).ToUniversalTime();
            if (Stopwatch.GetElapsedTime(began) is var took && took < best)
            {
                (best, ahead) = (took, theirs - (asked + (took / 2)));
            }
        }

        return ahead;
    }
}
