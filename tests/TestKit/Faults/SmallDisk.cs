namespace ActiveActive.TestKit.Faults;

/// <summary>A folder on a small file system of its own, in memory, which can be filled up. Linux, root.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private const int BlockBytes = 1 << 20;
    private readonly string _folder;

    private SmallDisk(string folder) => _folder = folder;

    private string Filler => Path.Combine(_folder, "filler");

    /// <summary>Mounts it over an empty folder.</summary>
    /// <param name="folder">The folder; made when missing.</param>
    /// <param name="megabytes">How much fits in.</param>
    public static async Task<SmallDisk> Mount(string folder, int megabytes)
    {
        await RemoveLeftovers();
        Directory.CreateDirectory(folder);
        await Tool.Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", Owner.Name, folder);
        return new SmallDisk(folder);
    }

    /// <summary>Writes a file until nothing more fits.</summary>
    public void Fill()
    {
        var block = new byte[BlockBytes];
        using var file = new FileStream(Filler, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        for (var size = block.Length; size > 0;)
        {
            try
            {
                file.Write(block, 0, size);
            }
            catch (IOException)
            {
                size /= 2; // full, but for less than this
            }
        }
    }

    /// <summary>Makes room again.</summary>
    public void Free() => File.Delete(Filler);

    public async ValueTask DisposeAsync() => await Tool.TryRun("umount", "-l", _folder);

    private static async Task RemoveLeftovers()
    {
        foreach (var line in await File.ReadAllLinesAsync("/proc/mounts"))
        {
            if (line.Split(' ') is [var source, var folder, "tmpfs", ..] && Owner.IsOrphan(source))
            {
                await Tool.TryRun("umount", "-l", folder);
            }
        }
    }
}
