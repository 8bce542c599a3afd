namespace ActiveActive.Database.Embedded;

/// <summary>The empty folder in which a cluster is made before it gets its name.</summary>
internal static class UnfinishedCluster
{
    /// <summary>Makes it, and removes what was left of earlier tries.</summary>
    public static async Task RemakeAsync(DataFolder folder, FolderPermissions permissions, CancellationToken cancellationToken)
    {
        foreach (var left in folder.UnfinishedClusters()) TryDelete(left);
        Directory.CreateDirectory(folder.UnfinishedCluster);
        UnixFile.SetMode(folder.UnfinishedCluster, UnixFile.OwnerOnly | UnixFileMode.UserExecute); // pg_basebackup leaves it as it is
        await permissions.GiveAsync(folder.UnfinishedCluster, cancellationToken);
    }

    private static void TryDelete(string unfinished)
    {
        try
        {
            Directory.Delete(unfinished, recursive: true);
        }
        catch (IOException)
        {
            // The initdb or pg_basebackup of an owner that died still writes there; some later start will have it.
        }
    }
}
