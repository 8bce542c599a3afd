using System.Net;
using ActiveActive.Client.Watch;
using ActiveActive.Client.Watch.Frames;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ActiveActive.Client.Gateways;

/// <summary>
/// Keeps a watch connection to every gateway of the region, and turns what these bring into deeds.
/// </summary>
/// <remarks>
/// <para>Which gateways: those of the gateway list, whenever Orleans reads it, and those that the members' views tell of, which are sooner. Each has a loop of its own: dial, listen,
/// dial again. One that is in neither for long, and cannot be reached, is forgotten.</para>
/// <para>A connection that closes without a goodbye is dialed again at once: a refusal then means that the process is gone, and its connections are dropped, although the silo is
/// not declared dead yet. Silence is judged by <see cref="GatewayHealth"/>, views of the cluster by <see cref="ClusterView"/>.</para>
/// <para>Silos that do not speak the watch protocol are left alone: nothing is then known sooner than Orleans knows it.</para>
/// </remarks>
internal sealed partial class GatewayWatch : ILifecycleParticipant<IClusterClientLifecycle>, IDisposable
{
    private static readonly TimeSpan DialLimit = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan UsePeriod = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan ForgetAfter = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<IPEndPoint, Task> _watchedNeedsLock = [];
    private readonly CancellationTokenSource _stopping = new();
    private readonly ActiveActiveClientOptions _options;
    private readonly GatewayConnections _connections;
    private readonly GatewayHealth _health;
    private readonly ClusterView _view;
    private readonly IGatewayControl _control;
    private readonly ObservedGatewayList? _list;
    private readonly WatchDialer _dialer;
    private readonly IServiceProvider _services;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    public GatewayWatch(
        IOptions<ActiveActiveClientOptions> options,
        GatewayConnections connections,
        GatewayHealth health,
        ClusterView view,
        IGatewayControl control,
        Orleans.Messaging.IGatewayListProvider list,
        WatchDialer dialer,
        IServiceProvider services,
        TimeProvider time,
        ILogger<GatewayWatch> logger)
    {
        _options = options.Value;
        _connections = connections;
        _health = health;
        _view = view;
        _control = control;
        _list = list as ObservedGatewayList;
        _dialer = dialer;
        _services = services;
        _time = time;
        _logger = logger;
    }

    public void Participate(IClusterClientLifecycle lifecycle) =>
        lifecycle.Subscribe(nameof(GatewayWatch), ServiceLifecycleStage.ApplicationServices, Start, Stop);

    public void Dispose() => _stopping.Dispose();

    private Task Start(CancellationToken cancellation)
    {
        _connections.Internals = GatewayInternals.Find(_services, out var missing);
        if (missing is not null)
        {
            LogNoInternals(missing);
        }

        if (_list is not null && _options.GatewayPing != Timeout.InfiniteTimeSpan)
        {
            _list.OnRead = WatchAll;
            WatchAll(_list.Last);
        }

        return Task.CompletedTask;
    }

    private async Task Stop(CancellationToken cancellation)
    {
        _list?.OnRead = null;
        await _stopping.CancelAsync();
        Task[] watches;
        lock (_lock)
        {
            watches = [.. _watchedNeedsLock.Values];
        }

        await Task.WhenAll(watches).WaitAsync(cancellation);
    }

    private void WatchAll(IReadOnlyList<IPEndPoint> gateways)
    {
        lock (_lock)
        {
            foreach (var gateway in gateways)
            {
                if (!_stopping.IsCancellationRequested && !_watchedNeedsLock.ContainsKey(gateway))
                {
                    _watchedNeedsLock[gateway] = Task.Run(() => Watch(gateway));
                }
            }
        }
    }

    private async Task Watch(IPEndPoint gateway)
    {
        try
        {
            var pause = FirstPause;
            var heardAt = _time.GetTimestamp();
            while (_time.GetElapsedTime(heardAt) < ForgetAfter)
            {
                var dial = await _dialer.Dial(gateway, new Hello(_options.Region), DialLimit, _stopping.Token);
                if (dial.Connection is { } connection)
                {
                    var began = _time.GetTimestamp();
                    await using (connection)
                    {
                        await Listen(gateway, connection);
                    }

                    heardAt = _time.GetTimestamp();
                    if (_time.GetElapsedTime(began) > LongestPause)
                    {
                        pause = FirstPause;
                        continue; // at once: the answer to that tells what happened
                    }
                }
                else if (dial.Port is PortState.Refused)
                {
                    _health.OnGone(gateway);
                }
                else
                {
                    // Still silent. While the connection lasted, all was so slow that silence meant nothing: now it may.
                    _health.OnUnanswered(gateway, WatchConnection.MaxUnanswered);
                }

                await Task.Delay(pause, _time, _stopping.Token);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
        }
        catch (OperationCanceledException)
        {
            // The client stops.
        }
        catch (Exception error)
        {
            LogFailed(error, gateway);
        }
        finally
        {
            lock (_lock)
            {
                _watchedNeedsLock.Remove(gateway); // the list, or a view, brings it back
            }
        }
    }

    private async Task Listen(IPEndPoint gateway, WatchConnection connection)
    {
        LogWatching(gateway, connection.Welcome.Server);
        _connections.SetLeaving(gateway, false);
        _health.OnAnswer(gateway, _time.GetTimestamp());
        OnMembers(connection.Welcome.Members);
        var end = await connection.Run(new Observer(this, gateway), _options.GatewayPing, _time, _stopping.Token);
        if (end is not WatchEnd.Cancelled)
        {
            LogWatchEnded(gateway, connection.Welcome.Server, end);
        }
    }

    private void OnMembers(Members members)
    {
        if (_view.OnMembers(members) is { Count: > 0 } joined)
        {
            WatchAll(joined);
        }
    }

    [LoggerMessage(2021, LogLevel.Debug, "Gateway {Gateway} is watched; it is silo {Silo}")]
    private partial void LogWatching(IPEndPoint gateway, SiloAddress silo);

    [LoggerMessage(2022, LogLevel.Information, "The watch connection to gateway {Gateway}, silo {Silo}, has ended: {End}")]
    private partial void LogWatchEnded(IPEndPoint gateway, SiloAddress silo, WatchEnd end);

    [LoggerMessage(2023, LogLevel.Warning, "This version of Orleans does not let its gateways be managed ({Missing}): grains are not moved to gateways that join")]
    private partial void LogNoInternals(string missing);

    [LoggerMessage(2024, LogLevel.Error, "Watching gateway {Gateway} failed")]
    private partial void LogFailed(Exception error, IPEndPoint gateway);

    [LoggerMessage(2025, LogLevel.Information, "Gateway {Gateway} leaves; nothing more is sent to it")]
    private partial void LogLeaving(IPEndPoint gateway);

    private void LogWindow(IPEndPoint gateway, TimeSpan wait, int limit)
    {
        if (limit == GatewayConnections.Unlimited)
        {
            LogNotCrowded(gateway);
        }
        else
        {
            LogCrowded(gateway, wait, limit);
        }
    }

    [LoggerMessage(2026, LogLevel.Information, "Gateway {Gateway} has more to do than it can: its work waits {Wait} for a thread. No more than {Limit} calls are sent to it at a time; others wait here")]
    private partial void LogCrowded(IPEndPoint gateway, TimeSpan wait, int limit);

    [LoggerMessage(2027, LogLevel.Information, "Gateway {Gateway} has caught up; calls are sent to it as they come")]
    private partial void LogNotCrowded(IPEndPoint gateway);

    private sealed class Observer(GatewayWatch watch, IPEndPoint gateway) : IWatchObserver
    {
        private long _usedAt = watch._time.GetTimestamp();

        public void OnPong(Pong pong, long pingedAt)
        {
            watch._health.OnAnswer(gateway, pingedAt);
            if (pong.Wait is { } wait && watch._connections.OnWait(gateway, wait) is { } limit)
            {
                watch.LogWindow(gateway, wait, limit);
            }

            if (watch._time.GetElapsedTime(_usedAt) >= UsePeriod)
            {
                _usedAt = watch._time.GetTimestamp();
                watch._control.Use(gateway);
            }
        }

        public void OnMembers(Members members) => watch.OnMembers(members);

        public void OnGoodbye()
        {
            watch.LogLeaving(gateway);
            watch._control.StopSendingTo(gateway);
        }

        public void OnUnanswered(int pings) => watch._health.OnUnanswered(gateway, pings);
    }
}
