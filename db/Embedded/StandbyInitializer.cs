namespace ActiveActive.Database.Embedded;

/// <summary>Copies a primary's cluster into a data folder: all of it, or nothing that a later start would take for a cluster.</summary>
internal sealed class StandbyInitializer(DataFolder folder, ServerUser user, FolderPermissions permissions)
{
    /// <summary>Makes the copy if there is no cluster, and lets the server's user connect to the primary. Returns the superuser's password.</summary>
    /// <exception cref="EmbeddedPostgresException">pg_basebackup failed, or the folder holds a cluster that is no standby.</exception>
    public async Task<string> EnsureAsync(PostgresBinaries binaries, StandbySource source, CancellationToken cancellationToken)
    {
        var exists = folder.ClusterMajorVersion() is not null;
        if (exists && !File.Exists(folder.StandbySignal))
        {
            throw new EmbeddedPostgresException(
                $"The cluster in '{folder.Root}' is no standby: it was made for itself, or was promoted. Start it as a server of its own, or name an empty folder for a standby.");
        }

        UnixFile.WriteSecret(folder.PasswordFile, source.Password);
        UnixFile.WriteSecret(folder.PassFile, $"127.0.0.1:*:*:{ClusterInitializer.Superuser}:{source.Password}\n");
        await permissions.GiveAsync(folder.PassFile, cancellationToken);
        if (!exists) await CopyAsync(binaries, source, cancellationToken);
        return source.Password;
    }

    private async Task CopyAsync(PostgresBinaries binaries, StandbySource source, CancellationToken cancellationToken)
    {
        await UnfinishedCluster.RemakeAsync(folder, permissions, cancellationToken);
        var result = await ChildProcess.RunAsync(
            binaries.BaseBackup,
            [
                $"--dbname={source.ConnectionInfo(folder)}", $"--pgdata={folder.UnfinishedCluster}", $"--slot={source.Name}",
                "--wal-method=stream", "--checkpoint=fast", "--no-password",
            ],
            user, folder.Root, cancellationToken);
        if (result.ExitCode != 0) throw new EmbeddedPostgresException($"pg_basebackup ({binaries.BaseBackup}) failed: {result.Output}");

        // Its postgresql.conf came along, and includes the settings beside the cluster: here, ours.
        await File.WriteAllTextAsync(Path.Combine(folder.UnfinishedCluster, DataFolder.StandbySignalName), "", cancellationToken);
        await permissions.GiveAsync(Path.Combine(folder.UnfinishedCluster, DataFolder.StandbySignalName), cancellationToken);
        Directory.Move(folder.UnfinishedCluster, folder.Cluster);
    }
}
