namespace ActiveActive.Database.Embedded;

/// <summary>Decides which installation runs a folder: a cluster can be used by the major version that made it and by no other.</summary>
internal static class ClusterVersion
{
    /// <exception cref="EmbeddedPostgresException">The cluster was made by a version that is not installed.</exception>
    public static PostgresBinaries Choose(DataFolder folder, IReadOnlyList<PostgresBinaries> installedNewestFirst)
    {
        if (folder.ClusterMajorVersion() is not { } version) return installedNewestFirst[0];

        return installedNewestFirst.FirstOrDefault(binaries => binaries.MajorVersion == version)
            ?? throw new EmbeddedPostgresException(
                $"The data in '{folder.Root}' were made by PostgreSQL {version}, here is PostgreSQL {string.Join(", ", installedNewestFirst.Select(binaries => binaries.MajorVersion))}. "
                + $"Install PostgreSQL {version} beside it, name another folder, or convert the data with pg_upgrade or with pg_dump and restore.");
    }
}
