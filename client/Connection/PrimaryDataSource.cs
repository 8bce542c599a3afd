using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Npgsql;

namespace ActiveActive.Client.Connection;

/// <summary>
/// Connections to a region's database. Of several hosts in the connection string it takes the one that is the primary now, and goes on with another one when that has become it.
/// </summary>
/// <remarks>
/// <para>Whether a host is the primary is Npgsql's to find out: it asks the hosts in their order, remembers each answer for <see cref="RecheckSeconds"/>, and forgets it when a connection
/// breaks. So a promoted standby is found within that time, and the price is one more round trip each time it has passed.</para>
/// <para>Their order is ours: the host that was the primary last is asked first. Else a first host whose machine is gone, and which therefore does not even refuse, would hold up
/// connections until their timeout, again and again, for as long as it is named. There is one set of pools for each order; only one is in use.</para>
/// <para>One host is taken as it is.</para>
/// </remarks>
internal sealed class PrimaryDataSource : DbDataSource
{
    /// <summary>How long a host's role is remembered, where the connection string does not say (<c>Host Recheck Seconds</c>).</summary>
    public const int RecheckSeconds = 1;

    /// <summary>How long connecting to each of several hosts may take, where the connection string does not say (<c>Timeout</c>).</summary>
    private const int ConnectSeconds = 5;

    private const string TargetSession = "Target Session Attributes";

    private static readonly TimeSpan DistrustPeriod = TimeSpan.FromSeconds(1);

    private readonly TimeProvider _time;
    private readonly DatabaseHost[] _hosts;
    private readonly Lazy<NpgsqlDataSource>[] _orders;
    private readonly Lazy<NpgsqlMultiHostDataSource>[] _pools;
    private int _first;
    private long _distrusted;

    /// <param name="connectionString">Of the region's database; see <see cref="Wrong"/>.</param>
    /// <param name="time">The clock; null for the system's.</param>
    public PrimaryDataSource(string connectionString, TimeProvider? time = null)
    {
        _time = time ?? TimeProvider.System;
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        var target = Target(settings) ?? TargetSessionAttributes.Primary;
        settings.Remove(TargetSession);
        _hosts = DatabaseHost.Read(settings.Host ?? "", settings.Port);
        if (_hosts.Length == 1)
        {
            _pools = [];
            _orders = [new Lazy<NpgsqlDataSource>(NpgsqlDataSource.Create(settings))];
            return;
        }

        if (!settings.ShouldSerialize("Host Recheck Seconds"))
        {
            settings.HostRecheckSeconds = RecheckSeconds;
        }

        if (!settings.ShouldSerialize("Timeout"))
        {
            settings.Timeout = ConnectSeconds;
        }

        _pools = [.. _hosts.Select((_, first) => new Lazy<NpgsqlMultiHostDataSource>(() => Order(settings.ConnectionString, first)))];
        _orders = [.. _pools.Select(pools => new Lazy<NpgsqlDataSource>(() => pools.Value.WithTargetSession(target)))];
    }

    /// <summary>Npgsql's own form, for now: ask for it each time.</summary>
    public NpgsqlDataSource Current => _orders[Volatile.Read(ref _first)].Value;

    /// <summary>Without the password.</summary>
    [AllowNull]
    public override string ConnectionString => Current.ConnectionString;

    /// <summary>What is wrong with a connection string that can be read; null when all is well.</summary>
    public static string? Wrong(NpgsqlConnectionStringBuilder settings) =>
        string.IsNullOrWhiteSpace(settings.Host) ? "names no Host."
        : settings.TargetSessionAttributes is { } named && Target(settings) is null
            ? $"has {TargetSession}={named}; the region's database is its primary. Leave it out, or say primary or read-write."
        : settings.Host.Contains(',', StringComparison.Ordinal) && settings.Multiplexing ? "has Multiplexing with several hosts, which Npgsql cannot do. Leave it out."
        : null;

    /// <summary>Opens a connection.</summary>
    /// <exception cref="NpgsqlException">No host is a primary that takes connections.</exception>
    public async ValueTask<NpgsqlConnection> Open(CancellationToken cancellation) => (NpgsqlConnection)await OpenConnectionAsync(cancellation);

    /// <summary>
    /// For when a server refused a write because it is read-only: closes connections that nobody uses, and the others when they are given back, and asks the hosts again. At most once
    /// in <see cref="DistrustPeriod"/>: a primary that was set read-only refuses for long.
    /// </summary>
    public void Distrust()
    {
        var (last, now) = (Volatile.Read(ref _distrusted), _time.GetTimestamp());
        if ((last != 0 && _time.GetElapsedTime(last, now) < DistrustPeriod) || Interlocked.CompareExchange(ref _distrusted, now, last) != last)
        {
            return;
        }

        Current.Clear();
        if (_pools.Length > 0)
        {
            _pools[Volatile.Read(ref _first)].Value.ClearDatabaseStates();
        }
    }

    protected override DbConnection CreateDbConnection()
    {
        var connection = Current.CreateConnection();
        if (_pools.Length > 0)
        {
            connection.StateChange += OnStateChange;
        }

        return connection;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            foreach (var pools in _pools.Where(static pools => pools.IsValueCreated))
            {
                pools.Value.Dispose();
            }

            Current.Dispose();
        }

        base.Dispose(disposing);
    }

    protected override async ValueTask DisposeAsyncCore()
    {
        foreach (var pools in _pools.Where(static pools => pools.IsValueCreated))
        {
            await pools.Value.DisposeAsync();
        }

        await Current.DisposeAsync();
        await base.DisposeAsyncCore();
    }

    private static TargetSessionAttributes? Target(NpgsqlConnectionStringBuilder settings) => settings.TargetSessionAttributes?.ToUpperInvariant() switch
    {
        "PRIMARY" => TargetSessionAttributes.Primary,
        "READ-WRITE" => TargetSessionAttributes.ReadWrite,
        _ => null,
    };

    private NpgsqlMultiHostDataSource Order(string connectionString, int first)
    {
        var hosts = _hosts[first..].Concat(_hosts[..first]);
        return new NpgsqlDataSourceBuilder(new NpgsqlConnectionStringBuilder(connectionString) { Host = string.Join(',', hosts) }.ConnectionString).BuildMultiHost();
    }

    private void OnStateChange(object sender, StateChangeEventArgs change)
    {
        if (change.CurrentState != ConnectionState.Open || sender is not NpgsqlConnection connection)
        {
            return;
        }

        var place = Array.IndexOf(_hosts, new DatabaseHost(connection.Host ?? "", connection.Port));
        var first = Volatile.Read(ref _first);
        if (place >= 0 && place != first && Interlocked.CompareExchange(ref _first, place, first) == first)
        {
            _orders[first].Value.Clear();
        }
    }
}
