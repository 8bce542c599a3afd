using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActiveActive.Database.Embedded;

/// <summary>
/// A private PostgreSQL server for trials and tests, run from the programs installed on this machine, in a folder of its own, on 127.0.0.1 only.
/// Its data are real: it syncs its log, survives kill -9 of itself and of us, and is there again at the next start on the same folder.
/// <para>
/// Start: take the folder's lock; end what a dead owner may have left running; create the cluster if there is none; write the settings; start
/// server and watcher; wait until it is ready; create the database. As root, all of the server runs as an unprivileged user.
/// </para>
/// <para>
/// End: <see cref="DisposeAsync"/> stops it with a checkpoint. When our process dies in any other way, the watcher does the same, so no process stays
/// behind; a start meanwhile waits for that. A terminal's Ctrl-C reaches us but not the server.
/// </para>
/// <para>Not for production: no replication, no backup, one machine. Linux and macOS. The methods of one instance are called one at a time.</para>
/// </summary>
public sealed class EmbeddedPostgres : IAsyncDisposable
{
    private const string DatabaseName = "activeactive";

    private readonly DataFolderLock _lock;
    private readonly ServerStarter _starter;
    private readonly EmbeddedPostgresOptions _options;
    private readonly EmbeddedPostgresLog _log;
    private readonly string _password;
    private RunningServer? _server;
    private int _disposed;

    private EmbeddedPostgres(
        DataFolderLock folderLock, ServerStarter starter, EmbeddedPostgresOptions options, EmbeddedPostgresLog log, string dataFolder, string password, RunningServer server)
    {
        _lock = folderLock;
        _starter = starter;
        _options = options;
        _log = log;
        _password = password;
        _server = server;
        DataFolder = dataFolder;
        Port = server.Port;
    }

    /// <summary>The absolute path of the folder that holds everything of this server.</summary>
    public string DataFolder { get; }

    /// <summary>The folder of the programs that run the server; PostgreSQL's other programs are beside them, where they are installed.</summary>
    public string BinariesFolder => _starter.BinariesFolder;

    /// <summary>The TCP port on 127.0.0.1. Stays the same over <see cref="RestartAsync"/>.</summary>
    public int Port { get; }

    /// <summary>The process id of the postmaster; null while it is stopped by us.</summary>
    public int? ProcessId => _server?.Process.PostmasterId;

    /// <summary>True while the server's process runs.</summary>
    public bool IsRunning => _server is { Process.HasExited: false };

    /// <summary>Connects to the database <c>activeactive</c> as its superuser. Contains the password.</summary>
    public string ConnectionString => ServerConnection.String(Port, _password, DatabaseName);

    /// <summary>Starts a server on the folder and waits until it accepts connections.</summary>
    /// <exception cref="PostgresBinariesNotFoundException">PostgreSQL is not installed where we look.</exception>
    /// <exception cref="EmbeddedPostgresException">The folder is in use, not ours, of another major version or not accessible; the port is taken; or the server did not start.</exception>
    public static async Task<EmbeddedPostgres> StartAsync(EmbeddedPostgresOptions options, ILogger? logger = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (OperatingSystem.IsWindows())
            throw new EmbeddedPostgresException("Embedded PostgreSQL needs Linux or macOS. On Windows, install PostgreSQL and give its connection string.");

        var log = new EmbeddedPostgresLog(logger ?? NullLogger.Instance);
        var folder = new DataFolder(Path.GetFullPath(options.DataFolder));
        var installed = await new PostgresBinariesFinder(options.BinariesFolder).FindAllAsync(cancellationToken);
        var user = await ServerUser.ChooseAsync(options.RunAs, cancellationToken);

        var folderLock = DataFolderLock.Take(folder);
        try
        {
            var permissions = new FolderPermissions(folder, user);
            await permissions.PrepareAsync(cancellationToken);
            var binaries = ClusterVersion.Choose(folder, installed);
            var password = await new ClusterInitializer(folder, user, permissions).EnsureAsync(binaries, cancellationToken);
            var starter = new ServerStarter(binaries, folder, user, options, log);
            var server = await starter.StartAsync(options.Port, cancellationToken);
            try
            {
                await ServerConnection.CreateDatabaseAsync(server.Port, password, DatabaseName, cancellationToken);
            }
            catch
            {
                await ServerStopper.StopAsync(server.Process, PostgresStopMode.Fast, options.StopTimeout);
                throw;
            }

            return new EmbeddedPostgres(folderLock, starter, options, log, folder.Root, password, server);
        }
        catch
        {
            folderLock.Dispose();
            throw;
        }
    }

    /// <summary>Stops the server and keeps its folder, so that <see cref="RestartAsync"/> can start it again. Nothing happens when it does not run.</summary>
    /// <param name="mode">How; when it takes longer than <see cref="EmbeddedPostgresOptions.StopTimeout"/>, the next harder way is used.</param>
    public async Task StopAsync(PostgresStopMode mode = PostgresStopMode.Fast)
    {
        if (_server is not { } server) return;

        _server = null;
        await ServerStopper.StopAsync(server.Process, mode, _options.StopTimeout);
        _log.Stopped(Port);
    }

    /// <summary>Kills the postmaster with SIGKILL, as a drill, and returns when it is gone. Its backends notice by themselves, or are killed too.</summary>
    /// <param name="withChildren">Whether to kill all of the server's processes at once, as when the machine dies (Linux only).</param>
    public async Task KillAsync(bool withChildren = false)
    {
        if (_server is not { } server) return;

        _server = null;
        if (withChildren) Send(Signal.Kill);
        await ServerStopper.KillAsync(server.Process, _options.StopTimeout);
        _log.Killed(Port);
    }

    /// <summary>Freezes all processes of the server with SIGSTOP, as a drill (Linux only).</summary>
    public void Freeze() => Send(Signal.Stop);

    /// <summary>Lets a frozen server go on.</summary>
    public void Thaw() => Send(Signal.Continue);

    /// <summary>Stops the server if it runs, and starts it again on the same port; after <see cref="KillAsync"/> it recovers what was committed.</summary>
    /// <exception cref="EmbeddedPostgresException">It did not start, or another process took the port.</exception>
    public async Task RestartAsync(PostgresStopMode mode = PostgresStopMode.Fast, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed != 0, this);
        await StopAsync(mode);
        _server = await _starter.StartAsync(Port, cancellationToken);
    }

    /// <summary>Stops the server with a checkpoint and gives up the folder; the data stay in it.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return;

        try
        {
            await StopAsync();
        }
        finally
        {
            _lock.Dispose();
        }
    }

    private void Send(Signal signal)
    {
        foreach (var process in _starter.Processes()) Signals.Send(process, signal);
    }
}
