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
/// <para>
/// <see cref="StartStandbyAsync"/> starts a second server that follows a first one by streaming replication, in a folder of its own, with all of the above; <see cref="PromoteAsync"/>
/// makes it the primary. Both are on this machine: it is for trials of a failover.
/// </para>
/// <para>Not for production: no backup, one machine. Linux and macOS. The methods of one instance are called one at a time.</para>
/// </summary>
public sealed class EmbeddedPostgres : IAsyncDisposable
{
    private const string DatabaseName = "activeactive";

    private readonly DataFolderLock _lock;
    private readonly DataFolder _folder;
    private readonly ServerStarter _starter;
    private readonly EmbeddedPostgresOptions _options;
    private readonly EmbeddedPostgresLog _log;
    private readonly string _password;
    private RunningServer? _server;
    private int _disposed;

    private EmbeddedPostgres(
        DataFolderLock folderLock, ServerStarter starter, EmbeddedPostgresOptions options, EmbeddedPostgresLog log, DataFolder folder, string password, RunningServer server)
    {
        _lock = folderLock;
        _folder = folder;
        _starter = starter;
        _options = options;
        _log = log;
        _password = password;
        _server = server;
        DataFolder = folder.Root;
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

    /// <summary>Whether it follows a primary and takes no writes.</summary>
    public bool IsStandby => File.Exists(_folder.StandbySignal);

    /// <summary>Connects to the database <c>activeactive</c> as its superuser. Contains the password.</summary>
    public string ConnectionString => ServerConnection.String(Port, _password, DatabaseName);

    /// <summary>Starts a server on the folder and waits until it accepts connections.</summary>
    /// <exception cref="PostgresBinariesNotFoundException">PostgreSQL is not installed where we look.</exception>
    /// <exception cref="EmbeddedPostgresException">The folder is in use, not ours, of another major version or not accessible; the port is taken; or the server did not start.</exception>
    public static Task<EmbeddedPostgres> StartAsync(EmbeddedPostgresOptions options, ILogger? logger = null, CancellationToken cancellationToken = default) =>
        StartAsync(options, source: null, logger, cancellationToken);

    /// <summary>
    /// Starts a standby and waits until it follows its primary. An empty or new folder gets a copy of the primary by <c>pg_basebackup</c>; one that holds a standby goes on from where it was.
    /// A replication slot keeps what it has not got yet, up to a gigabyte.
    /// </summary>
    /// <param name="primary">The running server to follow. It may be restarted meanwhile; a standby that is started anew is told its port again.</param>
    /// <param name="options">As for <see cref="StartAsync(EmbeddedPostgresOptions, ILogger?, CancellationToken)"/>. Settings and programs of the primary hold unless these say otherwise.</param>
    /// <param name="mode">Whether the primary's commits wait for this standby from now on, and for no other.</param>
    /// <param name="logger">Told of starts and stops.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="EmbeddedPostgresException">As for a start; or the primary does not run, the copy failed, or the folder holds a cluster that is no standby.</exception>
    public static async Task<EmbeddedPostgres> StartStandbyAsync(
        EmbeddedPostgres primary, EmbeddedPostgresOptions options, StandbyMode mode, ILogger? logger = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(primary);
        ArgumentNullException.ThrowIfNull(options);
        if (!primary.IsRunning) throw new EmbeddedPostgresException($"The primary in '{primary.DataFolder}' does not run. Start it first; its standby is copied from it.");

        var folder = new DataFolder(Path.GetFullPath(options.DataFolder));
        var source = new StandbySource(primary.Port, primary._password, StandbySource.NameFor(folder));
        var following = options with
        {
            BinariesFolder = options.BinariesFolder ?? primary._starter.BinariesFolder,
            Settings = new Dictionary<string, string>([.. primary._options.Settings.Concat(options.Settings).Concat(source.Settings(folder)).GroupBy(setting => setting.Key).Select(same => same.Last())]),
        };
        await Replication.EnsureSlotAsync(primary.ConnectionString, source.Name, cancellationToken);
        var standby = await StartAsync(following, source, logger, cancellationToken);
        try
        {
            await Replication.AttachAsync(primary.ConnectionString, source.Name, mode, options.StartTimeout, cancellationToken);
            standby._log.Follows(standby.Port, primary.Port, mode);
            return standby;
        }
        catch
        {
            await standby.DisposeAsync();
            throw;
        }
    }

    private static async Task<EmbeddedPostgres> StartAsync(EmbeddedPostgresOptions options, StandbySource? source, ILogger? logger, CancellationToken cancellationToken)
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
            var password = source is null
                ? await new ClusterInitializer(folder, user, permissions).EnsureAsync(binaries, cancellationToken)
                : await new StandbyInitializer(folder, user, permissions).EnsureAsync(binaries, source, cancellationToken);
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

            return new EmbeddedPostgres(folderLock, starter, options, log, folder, password, server);
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

    /// <summary>Drops the database, whoever is connected to it, and makes it anew: empty, for a backup to be restored into. Everything in it is lost.</summary>
    public async Task EmptyAsync(CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed != 0, this);
        await ServerConnection.DropDatabaseAsync(Port, _password, DatabaseName, cancellationToken);
        await ServerConnection.CreateDatabaseAsync(Port, _password, DatabaseName, cancellationToken);
    }

    /// <summary>Waits until a standby that <see cref="StartStandbyAsync"/> has started follows this server, its primary: it has caught up, and gets each commit as it happens.</summary>
    /// <exception cref="EmbeddedPostgresException">It does not follow within <see cref="EmbeddedPostgresOptions.StartTimeout"/>.</exception>
    public Task FollowedByAsync(EmbeddedPostgres standby, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(standby);
        return Replication.FollowsAsync(ConnectionString, StandbySource.NameFor(standby._folder), _options.StartTimeout, cancellationToken);
    }

    /// <summary>
    /// Makes a standby the primary: it takes what it has received from the old one, and then writes. Its commits wait for no standby. The old primary must be dead, and must never be
    /// started again beside it: nobody else keeps the two apart.
    /// </summary>
    /// <exception cref="EmbeddedPostgresException">It is no standby, or does not become a primary within <see cref="EmbeddedPostgresOptions.StartTimeout"/>.</exception>
    public async Task PromoteAsync(CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed != 0, this);
        if (!IsStandby) throw new EmbeddedPostgresException($"The server in '{DataFolder}' is no standby, so it cannot be promoted.");

        await Replication.PromoteAsync(ConnectionString, _options.StartTimeout, cancellationToken);
        _log.Promoted(Port);
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
