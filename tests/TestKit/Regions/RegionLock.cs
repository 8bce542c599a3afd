namespace ActiveActive.TestKit.Regions;

/// <summary>The ownership of a data folder; the system gives it up with the process, however that ends.</summary>
internal sealed class RegionLock : IDisposable
{
    private const int Tries = 10;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly FileStream _file;

    private RegionLock(FileStream file) => _file = file;

    /// <summary>Takes the folder. Tries for a second, because <see cref="IsHeld"/> of another command takes it for a moment.</summary>
    /// <exception cref="RegionException">Another process has it, or it cannot be used.</exception>
    public static async Task<RegionLock> Take(RegionFolder folder, CancellationToken cancellation)
    {
        for (var left = Tries; ; left--)
        {
            try
            {
                Directory.CreateDirectory(folder.Root);
                return new RegionLock(Open(folder.LockFile));
            }
            catch (UnauthorizedAccessException error)
            {
                throw new RegionException($"The data folder '{folder.Root}' may not be written by '{Environment.UserName}'. Name another one with --data.", error);
            }
            catch (IOException error) when (left == 0)
            {
                throw new RegionException(
                    File.Exists(folder.LockFile)
                        ? $"A region runs already in the data folder '{folder.Root}'. Stop it (Ctrl-C where it runs), or name another folder with --data."
                        : $"The data folder '{folder.Root}' cannot be used: {error.Message}",
                    error);
            }
            catch (IOException)
            {
                await Task.Delay(Pause, cancellation);
            }
        }
    }

    /// <summary>Whether a process owns the folder now.</summary>
    public static bool IsHeld(RegionFolder folder)
    {
        try
        {
            if (!File.Exists(folder.LockFile))
            {
                return false;
            }

            Open(folder.LockFile).Dispose();
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    public void Dispose() => _file.Dispose();

    private static FileStream Open(string path) => new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
}
