using System.Globalization;
using ActiveActive.Database.Migration;
using Npgsql;

namespace ActiveActive.Database.Import;

/// <summary>
/// Hands the state that a plain Orleans application keeps in <c>OrleansStorage</c> to the group committer.
/// </summary>
/// <remarks>
/// <para>An <c>OrleansStorage</c> row does not say which grain type it belongs to, and not exactly which key: <c>abc</c> and <c>0ABC</c> as string keys are one row, because Orleans' ADO.NET storage takes both for a
/// number. Only the grain itself can name its row. So rows are taken over one by one, each when its grain first reads it: the silo reads it by Orleans' own storage, commits it as its own state and deletes it.</para>
/// <para>This class does the rest, while the application is stopped: it copies the rows when they are in another database, compares source and copy row by row, and records the application, without
/// which silos refuse to start with such rows at hand.</para>
/// </remarks>
public static class AdoNetImport
{
    /// <summary>Imports one application's state. May be repeated.</summary>
    /// <param name="database">The region's database, migrated.</param>
    /// <param name="source">Where <c>OrleansStorage</c> is, in the form of Orleans' scripts or of ours; null for the region's own database.</param>
    /// <param name="serviceId">The application's ServiceId.</param>
    /// <param name="cancellationToken">Ends it; then nothing was changed.</param>
    /// <exception cref="AdoNetImportException">Something runs still, or the copy is not what the source is. Nothing was changed.</exception>
    public static async Task<AdoNetImportReport> RunAsync(string database, string? source, string serviceId, CancellationToken cancellationToken = default)
    {
        await DatabaseMigrator.CheckAsync(database, cancellationToken);
        await using var to = ConnectionTarget.OpenDataSource(database);
        await using var target = await to.OpenConnectionAsync(cancellationToken);
        await using var transaction = await target.BeginTransactionAsync(cancellationToken);
        await RefuseIfAlive(target, cancellationToken);
        var copied = 0L;
        if (source is not null)
        {
            await using var from = ConnectionTarget.OpenDataSource(source);
            await using var origin = await from.OpenConnectionAsync(cancellationToken);
            await RefuseIfAlive(origin, cancellationToken);
            copied = await Copy(origin, target, serviceId, cancellationToken);
            await Verify(origin, target, serviceId, cancellationToken);
        }

        var rows = await Record(target, serviceId, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new AdoNetImportReport(serviceId, copied, rows);
    }

    private static async Task RefuseIfAlive(NpgsqlConnection connection, CancellationToken cancellation)
    {
        if (await LiveSilos.Find(connection, cancellation) is { } silos)
        {
            throw new AdoNetImportException($"These silos are alive, or were less than {LiveSilos.Within.TotalMinutes:0} minute ago: {silos}. Stop the application, wait a minute, and run this again. Nothing was changed.");
        }
    }

    private static async Task<long> Copy(NpgsqlConnection origin, NpgsqlConnection target, string serviceId, CancellationToken cancellation)
    {
        await using var make = new NpgsqlCommand("create temporary table arriving (like OrleansStorage including defaults) on commit drop", target);
        await make.ExecuteNonQueryAsync(cancellation);
        await using (var read = await origin.BeginRawBinaryCopyAsync(AdoNetImportSql.CopyOut(serviceId), cancellation))
        await using (var write = await target.BeginRawBinaryCopyAsync(AdoNetImportSql.CopyIn, cancellation))
        {
            await read.CopyToAsync(write, cancellation);
        }

        await using var move = new NpgsqlCommand(AdoNetImportSql.Move, target);
        return await move.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Reads both sides in one order and compares each row.</summary>
    private static async Task Verify(NpgsqlConnection origin, NpgsqlConnection target, string serviceId, CancellationToken cancellation)
    {
        await using var left = new NpgsqlCommand(AdoNetImportSql.Rows, origin);
        await using var right = new NpgsqlCommand(AdoNetImportSql.Rows, target);
        left.Parameters.Add(new() { Value = serviceId });
        right.Parameters.Add(new() { Value = serviceId });
        await using var one = await left.ExecuteReaderAsync(cancellation);
        await using var other = await right.ExecuteReaderAsync(cancellation);
        while (true)
        {
            var (more, moreThere) = (await one.ReadAsync(cancellation), await other.ReadAsync(cancellation));
            if (!more && !moreThere)
            {
                return;
            }

            var (row, copy) = (more ? Text(one) : "no row", moreThere ? Text(other) : "no row");
            if (row != copy)
            {
                throw new AdoNetImportException($"The copy differs from the source: there is {row} in the source, and {copy} in the region's database. Did the region's database hold rows of this ServiceId before? Nothing was changed.");
            }
        }
    }

    private static string Text(NpgsqlDataReader row) =>
        string.Join(' ', Enumerable.Range(0, row.FieldCount).Select(column => Convert.ToString(row.GetValue(column), CultureInfo.InvariantCulture)));

    private static async Task<long> Record(NpgsqlConnection target, string serviceId, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(AdoNetImportSql.Record, target);
        command.Parameters.Add(new() { Value = serviceId });
        return (long)(await command.ExecuteScalarAsync(cancellation))!;
    }
}
