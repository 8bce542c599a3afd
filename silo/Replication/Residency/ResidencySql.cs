namespace ActiveActive.Silo.Replication.Residency;

/// <summary>The statements of <see cref="ResidencyRegistry"/>.</summary>
internal static class ResidencySql
{
    public const string Read = "select jurisdiction, regions from activeactive.residency";

    public const string Write = "insert into activeactive.residency (jurisdiction, regions) values ($1, $2) on conflict (jurisdiction) do update set regions = excluded.regions";

    public const string Delete = "delete from activeactive.residency where jurisdiction = $1";

    /// <summary>Whether there is state whose key begins so.</summary>
    public const string IsUsed = "select exists (select from activeactive.state where starts_with(grain_key, $1))";
}
