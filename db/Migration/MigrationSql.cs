namespace ActiveActive.Database.Migration;

/// <summary>The SQL of the migrator itself. What is not here is in <c>db/migrations</c>.</summary>
internal static class MigrationSql
{
    public const string SchemaExists = "SELECT to_regnamespace('activeactive') IS NOT NULL";
    public const string JournalExists = "SELECT to_regclass('activeactive.schema_version') IS NOT NULL";
    public const string RequirementExists = "SELECT to_regclass('activeactive.requirement') IS NOT NULL";

    public const string CreateSchema = "CREATE SCHEMA activeactive";

    public const string CreateRequirement =
        """
        CREATE TABLE IF NOT EXISTS activeactive.requirement
        (
            single               boolean PRIMARY KEY DEFAULT true CHECK (single),
            minimum_code_version integer NOT NULL
        );
        INSERT INTO activeactive.requirement (minimum_code_version) VALUES (0) ON CONFLICT DO NOTHING;
        """;

    public const string ReadJournal = "SELECT scriptname FROM activeactive.schema_version";
    public const string ReadRequirement = "SELECT coalesce(max(minimum_code_version), 0) FROM activeactive.requirement";

    public const string DefaultSchemas =
        """
        SELECT string_agg(quote_ident(name), ', ' ORDER BY position)
        FROM unnest(current_schemas(false)) WITH ORDINALITY AS path (name, position)
        WHERE name <> 'activeactive'
        """;

    public const string TakeLock = "SELECT pg_advisory_lock($1)";
    public const string ReleaseLock = "SELECT pg_advisory_unlock($1)";
}
