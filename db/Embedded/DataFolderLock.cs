namespace ActiveActive.Database.Embedded;

/// <summary>The ownership of a data folder. The kernel gives it up with our process, however that ends.</summary>
internal sealed class DataFolderLock : IDisposable
{
    private readonly FileStream _file;

    private DataFolderLock(FileStream file) => _file = file;

    /// <exception cref="EmbeddedPostgresException">Somebody else owns the folder, or it holds something else.</exception>
    public static DataFolderLock Take(DataFolder folder)
    {
        try
        {
            if (Directory.Exists(folder.Root) && !File.Exists(folder.LockFile) && Directory.EnumerateFileSystemEntries(folder.Root).Any())
                throw new EmbeddedPostgresException($"The folder '{folder.Root}' is not empty and was not made by an embedded PostgreSQL. Name an empty or a new folder.");

            Directory.CreateDirectory(folder.Root);
            return new DataFolderLock(new FileStream(folder.LockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new EmbeddedPostgresException($"The folder '{folder.Root}' may not be written by '{Environment.UserName}'. Name another folder, or change its owner.", exception);
        }
        catch (IOException exception) when (File.Exists(folder.LockFile))
        {
            throw new EmbeddedPostgresException(
                $"The folder '{folder.Root}' is in use by another process that runs an embedded PostgreSQL in it. Stop that one, connect to it, or name another folder.", exception);
        }
        catch (IOException exception)
        {
            throw new EmbeddedPostgresException($"The folder '{folder.Root}' cannot be created or used: {exception.Message}", exception);
        }
    }

    public void Dispose() => _file.Dispose();
}
