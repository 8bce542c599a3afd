namespace ActiveActive.Database.Embedded;

/// <summary>Gives the server's user what it needs in the data folder, and no one else more than passage.</summary>
internal sealed class FolderPermissions(DataFolder folder, ServerUser user)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode Passage = OwnerOnly | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>Prepares the root folder and the log.</summary>
    /// <exception cref="EmbeddedPostgresException">The server's user cannot get to the folder.</exception>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        UnixFile.SetMode(folder.Root, user.SwitchTo is null ? OwnerOnly : Passage);
        if (!File.Exists(folder.LogFile)) UnixFile.WriteSecret(folder.LogFile, "");
        await GiveAsync(folder.LogFile, cancellationToken);
        await RefuseClosedParentsAsync(cancellationToken);
    }

    /// <summary>Makes the server's user the owner of a file, or of a folder and all that is in it.</summary>
    public async Task GiveAsync(string path, CancellationToken cancellationToken)
    {
        if (user.SwitchTo is null) return;

        var result = await ChildProcess.RunAsync("chown", ["-R", user.SwitchTo, path], ServerUser.Ourselves, "/", cancellationToken);
        if (result.ExitCode != 0) throw new EmbeddedPostgresException($"'{path}' could not be given to user '{user.SwitchTo}': {result.Output}");
    }

    private async Task RefuseClosedParentsAsync(CancellationToken cancellationToken)
    {
        if (user.SwitchTo is null) return;

        var folders = new List<string>();
        for (var at = new DirectoryInfo(folder.Root); at is not null; at = at.Parent) folders.Insert(0, at.FullName);

        // Asked of the user itself: modes, groups and access lists are the kernel's business.
        const string FirstClosed = """for folder do cd "$folder" 2>/dev/null || { echo "$folder"; exit 1; }; done""";
        var result = await ChildProcess.RunAsync("/bin/sh", ["-c", FirstClosed, "sh", .. folders], user, "/", cancellationToken);
        if (result.ExitCode != 0)
        {
            throw new EmbeddedPostgresException(
                $"As root, the server runs as user '{user.SwitchTo}', and that user cannot pass the folder '{result.Output}' on the way to '{folder.Root}'. "
                + $"Allow it (chmod o+x '{result.Output}'), name a folder elsewhere, or start as an ordinary user.");
        }
    }
}
