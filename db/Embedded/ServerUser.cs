namespace ActiveActive.Database.Embedded;

/// <summary>The user a server runs as: ourselves, unless we are root.</summary>
/// <param name="SwitchTo">The user to become; null to stay who we are.</param>
internal readonly record struct ServerUser(string? SwitchTo)
{
    public static ServerUser Ourselves { get; } = new((string?)null);

    /// <exception cref="EmbeddedPostgresException">We are root and there is nobody to become, or we are not root and were asked to become another.</exception>
    public static async Task<ServerUser> ChooseAsync(string? wanted, CancellationToken cancellationToken)
    {
        if (!Environment.IsPrivilegedProcess)
        {
            return wanted is null || wanted == Environment.UserName
                ? Ourselves
                : throw new EmbeddedPostgresException($"Only root can run the server as '{wanted}'; we are '{Environment.UserName}'. Leave RunAs out, or start as root or as that user.");
        }

        foreach (var name in wanted is null ? new[] { "postgres", "nobody" } : [wanted])
        {
            if (await ExistsAsync(name, cancellationToken)) return new ServerUser(name);
        }

        throw new EmbeddedPostgresException(
            $"PostgreSQL does not run as root, and this machine has no user '{wanted ?? "postgres' or 'nobody"}'. Start as an ordinary user, or create one (`useradd postgres`) and name it in RunAs.");
    }

    private static async Task<bool> ExistsAsync(string name, CancellationToken cancellationToken) =>
        name != "root" && (await ChildProcess.RunAsync("id", ["-u", name], Ourselves, "/", cancellationToken)).ExitCode == 0;
}
