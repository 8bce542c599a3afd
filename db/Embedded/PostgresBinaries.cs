namespace ActiveActive.Database.Embedded;

/// <summary>One installation of the server programs.</summary>
internal sealed record PostgresBinaries(string Folder, int MajorVersion)
{
    public string Postgres => Path.Combine(Folder, "postgres");

    public string InitDb => Path.Combine(Folder, "initdb");

    public string BaseBackup => Path.Combine(Folder, "pg_basebackup");
}
