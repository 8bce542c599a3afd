namespace ActiveActive.Database.Import;

/// <summary>The statements of <see cref="AdoNetImport"/>.</summary>
internal static class AdoNetImportSql
{
    public const string CopyIn = $"copy arriving ({Columns}) from stdin (format binary)";

    public const string Move = $"insert into OrleansStorage ({Columns}) select {Columns} from arriving on conflict do nothing";

    public const string Record = """
        insert into activeactive.adonet_import as i (service_id, rows)
        select $1, count(*) from OrleansStorage where ServiceId = $1
        on conflict on constraint adonet_import_pk do update set rows = excluded.rows, imported_at = excluded.imported_at
        returning i.rows
        """;

    public const string Rows = """
        select GrainTypeString, GrainIdN0, GrainIdN1, coalesce(GrainIdExtensionString, '') as extension, Version, md5(PayloadBinary) as payload, GrainIdHash, GrainTypeHash
        from OrleansStorage
        where ServiceId = $1
        order by GrainTypeString collate "C", GrainIdN0, GrainIdN1, coalesce(GrainIdExtensionString, '') collate "C"
        """;

    private const string Columns = "GrainIdHash, GrainIdN0, GrainIdN1, GrainTypeHash, GrainTypeString, GrainIdExtensionString, ServiceId, PayloadBinary, Version";

    // Orleans' own scripts allow null where ours have the empty string.
    private const string Selected = "GrainIdHash, GrainIdN0, GrainIdN1, GrainTypeHash, GrainTypeString, coalesce(GrainIdExtensionString, ''), ServiceId, PayloadBinary, Version";

    public static string CopyOut(string serviceId) =>
        $"copy (select {Selected} from OrleansStorage where ServiceId = '{serviceId.Replace("'", "''", StringComparison.Ordinal)}') to stdout (format binary)";
}
