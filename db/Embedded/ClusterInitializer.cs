using System.Security.Cryptography;

namespace ActiveActive.Database.Embedded;

/// <summary>Creates the cluster in a data folder: all of it, or nothing that a later start would take for a cluster.</summary>
internal sealed class ClusterInitializer(DataFolder folder, ServerUser user, FolderPermissions permissions)
{
    public const string Superuser = "activeactive";

    /// <summary>The first one the machine knows is taken: both compare text byte by byte, the first one also knows letters beyond ASCII.</summary>
    private static readonly string[] s_locales = ["C.UTF-8", "C"];

    /// <summary>Creates the cluster if there is none. Returns the superuser's password.</summary>
    /// <exception cref="EmbeddedPostgresException">initdb failed, or the password of an existing cluster is gone.</exception>
    public async Task<string> EnsureAsync(PostgresBinaries binaries, CancellationToken cancellationToken)
    {
        if (folder.ClusterMajorVersion() is not null)
        {
            if (File.Exists(folder.StandbySignal))
                throw new EmbeddedPostgresException($"The cluster in '{folder.Root}' is a standby. Start it beside its primary (StartStandbyAsync), or name another folder.");

            return File.Exists(folder.PasswordFile)
                ? await File.ReadAllTextAsync(folder.PasswordFile, cancellationToken)
                : throw new EmbeddedPostgresException($"The password file '{folder.PasswordFile}' is missing, so nobody can connect to this cluster. Restore the file, or start with another folder.");
        }

        var password = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
        UnixFile.WriteSecret(folder.PasswordFile, password);
        await CreateAsync(binaries, password, cancellationToken);
        return password;
    }

    private async Task CreateAsync(PostgresBinaries binaries, string password, CancellationToken cancellationToken)
    {
        UnixFile.WriteSecret(folder.InitPasswordFile, password);
        try
        {
            await permissions.GiveAsync(folder.InitPasswordFile, cancellationToken);
            var result = new ChildResult(0, "");
            foreach (var locale in s_locales)
            {
                await UnfinishedCluster.RemakeAsync(folder, permissions, cancellationToken);
                result = await InitDbAsync(binaries, locale, cancellationToken);
                if (result.ExitCode == 0) break;
            }

            if (result.ExitCode != 0) throw new EmbeddedPostgresException($"initdb ({binaries.InitDb}) failed: {result.Output}");
        }
        finally
        {
            File.Delete(folder.InitPasswordFile);
        }

        // Relative, so that the folder can be moved.
        var include = $"\ninclude = '../{Path.GetFileName(folder.SettingsFile)}'\n";
        await File.AppendAllTextAsync(Path.Combine(folder.UnfinishedCluster, "postgresql.conf"), include, cancellationToken);
        Directory.Move(folder.UnfinishedCluster, folder.Cluster);
    }

    private Task<ChildResult> InitDbAsync(PostgresBinaries binaries, string locale, CancellationToken cancellationToken) => ChildProcess.RunAsync(
        binaries.InitDb,
        [
            $"--pgdata={folder.UnfinishedCluster}", $"--username={Superuser}", $"--pwfile={folder.InitPasswordFile}", "--auth=scram-sha-256",
            "--encoding=UTF8", $"--locale={locale}", "--lc-messages=C",
        ],
        user, folder.Root, cancellationToken);
}
