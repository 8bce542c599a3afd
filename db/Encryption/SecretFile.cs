namespace ActiveActive.Database.Encryption;

/// <summary>A file that only its owner may read, or a group that an orchestrator mounts secrets for.</summary>
internal static class SecretFile
{
    private const UnixFileMode Forbidden = UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    /// <summary>The file's mode, when others may read or change it; else null.</summary>
    public static string? OpenToOthers(string path) =>
        !OperatingSystem.IsWindows() && File.GetUnixFileMode(SafeReplacement.Target(path)) is var mode && (mode & Forbidden) != 0 ? Convert.ToString((int)mode, 8) : null;
}
