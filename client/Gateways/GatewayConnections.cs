using System.Collections.Concurrent;
using System.Net;
using ActiveActive.Client.Calls;
using Microsoft.AspNetCore.Connections;
using Orleans.Runtime.Messaging;

namespace ActiveActive.Client.Gateways;

/// <summary>
/// Knows every connection that Orleans' client has to a gateway, as the middleware that each of them runs through.
/// </summary>
/// <remarks>
/// <para>A connection that ends is told to the calls in flight. A suspended gateway's connections are aborted, so that Orleans binds their grains to others, and new ones are
/// refused before their first byte, so that Orleans goes elsewhere at once: a frozen process' connections are accepted by its kernel, and Orleans would wait five
/// seconds for the handshake.</para>
/// <para>What must not happen, that all gateways are suspended, is not this class' affair: see <see cref="GatewayHealth"/>.</para>
/// </remarks>
internal sealed class GatewayConnections(IClusterEvents events, TimeProvider time) : IGatewayLink
{
    /// <summary>The limit of a window that is none.</summary>
    public const int Unlimited = int.MaxValue;

    private const string OrleansConnection = "Orleans.Runtime.Messaging.Connection";

    private readonly Lock _lock = new();
    private readonly List<Entry> _openNeedsLock = [];
    private readonly HashSet<IPEndPoint> _suspendedNeedsLock = [];
    private readonly HashSet<IPEndPoint> _leavingNeedsLock = [];
    private readonly ConcurrentDictionary<object, GatewayWindow> _windows = new(ReferenceEqualityComparer.Instance);
    private volatile int _openCount;
    private long _opened;
    private long _lostAt = -1;
    private volatile GatewayInternals? _internals;
    private volatile GrainHomes? _homes;
    private volatile LostHold? _hold;

    public int OpenConnections => _openCount;

    public long Opened => Interlocked.Read(ref _opened);

    public TimeSpan LostFor => Interlocked.Read(ref _lostAt) is >= 0 and var lostAt ? time.GetElapsedTime(lostAt) : TimeSpan.Zero;

    public LostHold? Hold => _hold;

    /// <summary>From the client's start on, where Orleans keeps what belongs to which connection; null when that cannot be known.</summary>
    public GatewayInternals? Internals
    {
        get => _internals;
        set => _internals = value;
    }

    /// <summary>From the client's start on, where grains live; null when calls are not routed by that.</summary>
    public GrainHomes? Homes
    {
        get => _homes;
        set => _homes = value;
    }

    public object? ConnectionOf(GrainId grain) => _internals?.ConnectionOf(grain);

    public GatewayWindow? WindowOf(GrainId grain) => ConnectionOf(grain) is { } connection ? _windows.GetValueOrDefault(connection) : null;

    /// <summary>The middleware.</summary>
    public ConnectionDelegate Attach(ConnectionDelegate next) => context => Run(context, next);

    /// <summary>Cuts a gateway off until <see cref="Resume"/>.</summary>
    public void Suspend(IPEndPoint gateway)
    {
        lock (_lock)
        {
            _suspendedNeedsLock.Add(gateway);
        }

        Abort(gateway);
    }

    public void Resume(IPEndPoint gateway)
    {
        lock (_lock)
        {
            _suspendedNeedsLock.Remove(gateway);
        }
    }

    /// <summary>Notes that a gateway has said that it leaves, or that another process serves there now.</summary>
    public void SetLeaving(IPEndPoint gateway, bool leaves)
    {
        lock (_lock)
        {
            _ = leaves ? _leavingNeedsLock.Add(gateway) : _leavingNeedsLock.Remove(gateway);
        }
    }

    public bool IsLeaving(IPEndPoint gateway)
    {
        lock (_lock)
        {
            return _leavingNeedsLock.Contains(gateway);
        }
    }

    public bool IsSuspended(IPEndPoint gateway)
    {
        lock (_lock)
        {
            return _suspendedNeedsLock.Contains(gateway);
        }
    }

    /// <summary>When anything came last from a gateway over a connection that is open, by the time provider's timestamps; 0: nothing, or there is none.</summary>
    public long HeardAt(IPEndPoint gateway)
    {
        lock (_lock)
        {
            return OpenTo(gateway).Select(static entry => entry.Transport.HeardAt).DefaultIfEmpty().Max();
        }
    }

    /// <summary>A gateway has said how long its work waits for a thread.</summary>
    /// <returns>The window of its calls when one has begun; <see cref="Unlimited"/> when it has ended; else null.</returns>
    public int? OnWait(IPEndPoint gateway, TimeSpan wait)
    {
        Entry[] open;
        lock (_lock)
        {
            open = OpenTo(gateway);
        }

        int? change = null;
        foreach (var entry in open)
        {
            if (entry.Window.OnWait(wait) is not null)
            {
                change = entry.Window.Limit ?? Unlimited;
            }
        }

        return change;
    }

    /// <summary>Ends all connections to a gateway, without waiting for what is in flight on them.</summary>
    public void Abort(IPEndPoint gateway)
    {
        Entry[] ended;
        lock (_lock)
        {
            ended = OpenTo(gateway);
        }

        foreach (var entry in ended)
        {
            entry.Context.Abort(new ConnectionAbortedException("The gateway is silent."));
        }
    }

    private async Task Run(ConnectionContext context, ConnectionDelegate next)
    {
        var transport = new HeardTransport(context.Transport, time);
        var entry = new Entry(context, transport, Plain(context.RemoteEndPoint), context.Features.FirstOrDefault(static feature => feature.Key.FullName == OrleansConnection).Value ?? context, new GatewayWindow(time));
        Open(entry);
        context.Transport = transport;
        await using var closed = context.ConnectionClosed.UnsafeRegister(state => Close((Entry)state!), entry);
        try
        {
            await next(context);
        }
        finally
        {
            Close(entry);
        }
    }

    private void Open(Entry entry)
    {
        LostHold? hold;
        lock (_lock)
        {
            if (entry.Gateway is not null && _suspendedNeedsLock.Contains(entry.Gateway))
            {
                throw new ConnectionFailedException($"The gateway {entry.Gateway} is silent; no connection to it is made until it answers again.");
            }

            _openNeedsLock.Add(entry);
            _windows[entry.Connection] = entry.Window;
            _openCount = _openNeedsLock.Count;
            Interlocked.Increment(ref _opened);
            Interlocked.Exchange(ref _lostAt, -1);
            (hold, _hold) = (_hold, null);
        }

        hold?.Close();
    }

    private void Close(Entry entry)
    {
        lock (_lock)
        {
            if (!_openNeedsLock.Remove(entry))
            {
                return;
            }

            _windows.TryRemove(entry.Connection, out _);
            _openCount = _openNeedsLock.Count;
            if (_openCount == 0)
            {
                Interlocked.Exchange(ref _lostAt, time.GetTimestamp());
                _hold = new LostHold(time);
            }
        }

        entry.Window.Close();
        events.GatewayLost(entry.Connection);
    }

    private Entry[] OpenTo(IPEndPoint gateway) => [.. _openNeedsLock.Where(entry => gateway.Equals(entry.Gateway))];

    private static IPEndPoint? Plain(EndPoint? endpoint) => endpoint switch
    {
        IPEndPoint { Address.IsIPv4MappedToIPv6: true } mapped => new IPEndPoint(mapped.Address.MapToIPv4(), mapped.Port),
        IPEndPoint plain => plain,
        _ => null,
    };

    /// <param name="Context">The connection below Orleans'.</param>
    /// <param name="Transport">What comes over it.</param>
    /// <param name="Gateway">The remote end, when that is an IP endpoint.</param>
    /// <param name="Connection">Orleans' object for it.</param>
    /// <param name="Window">Bounds the calls on it.</param>
    private sealed record Entry(ConnectionContext Context, HeardTransport Transport, IPEndPoint? Gateway, object Connection, GatewayWindow Window);
}
