using System.Runtime.InteropServices;

namespace ActiveActive.Database.Encryption;

/// <summary>Replaces a secret file so that at every moment, also after a crash of the machine, either the old or the new one is there as a whole, and the new one for good when the call returns.</summary>
internal static class SafeReplacement
{
    private const int ReadOnly = 0;

    /// <exception cref="IOException">It could not be written, or somebody else is at it; the file is as it was.</exception>
    public static void Write(string path, string text)
    {
        var target = Target(path);
        var fresh = target + ".new";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = File.Exists(target) ? File.GetUnixFileMode(target) : UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        FileStream stream;
        try
        {
            stream = new FileStream(fresh, options);
        }
        catch (IOException) when (File.Exists(fresh))
        {
            throw new IOException($"'{fresh}' is there: another change is under way, or was interrupted. If none is under way, delete that file and try again.");
        }

        try
        {
            using (stream)
            using (var writer = new StreamWriter(stream))
            {
                writer.Write(text);
                writer.Flush();
                stream.Flush(flushToDisk: true);
            }

            File.Move(fresh, target, overwrite: true);
        }
        catch
        {
            File.Delete(fresh);
            throw;
        }

        SyncFolder(Path.GetDirectoryName(target)!);
    }

    /// <summary>The file that a path leads to: mounted secrets are links.</summary>
    public static string Target(string path) => Path.Exists(path) && File.ResolveLinkTarget(path, returnFinalTarget: true) is { } target ? target.FullName : Path.GetFullPath(path);

    /// <summary>A new name in a folder is safe only when the folder is on the disk, too: a silo may use the new key at once.</summary>
    private static void SyncFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var descriptor = Open(folder, ReadOnly);
        var error = descriptor < 0 || Sync(descriptor) != 0 ? Marshal.GetLastPInvokeErrorMessage() : null;
        if (descriptor >= 0)
        {
            _ = Close(descriptor);
        }

        if (error is not null)
        {
            throw new IOException($"The file is written, but its folder '{folder}' cannot be synced to the disk: {error}. Check that the file is there before you go on.");
        }
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true, CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Sync(int descriptor);

    [DllImport("libc", EntryPoint = "close", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Close(int descriptor);
}
