using ActiveActive.Client.Calls;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ActiveActive.Client.Gateways;

/// <summary>
/// Has the calls of a grain go through the gateway of the silo that it lives on (<see cref="ActiveActiveClientOptions.DirectRouting"/>): listens to who answers, and binds Orleans' buckets accordingly.
/// </summary>
/// <remarks>
/// It is a matter of speed only: whichever gateway a call goes through, it finds its grain. A bucket with a call in flight is left for a while, for the reason that <see cref="GatewayBalancer"/> has, but not for long: with a grain that is
/// called all the time it matters most. What has no gateway in use (a silo that leaves, or is silent) is left to Orleans.
/// </remarks>
internal sealed partial class DirectRouting(
    GatewayConnections connections,
    ClusterView view,
    InFlightCalls inFlight,
    IOptions<ActiveActiveClientOptions> options,
    TimeProvider time,
    ILogger<DirectRouting> logger) : ILifecycleParticipant<IClusterClientLifecycle>, IDisposable
{
    /// <summary>Grains that share a bucket go the same way. Each that is used takes some dozens of bytes.</summary>
    public const int Buckets = 32768;

    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(200);

    /// <summary>Usually the connection is open already.</summary>
    private static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(1);

    /// <summary>So many rounds a bucket is spared while it has calls in flight.</summary>
    private const int MostPatience = 5;

    private readonly CancellationTokenSource _stopping = new();
    private readonly Dictionary<int, int> _patience = [];
    private Task _routing = Task.CompletedTask;

    public void Participate(IClusterClientLifecycle lifecycle) => lifecycle.Subscribe(nameof(DirectRouting), ServiceLifecycleStage.Active, Start, Stop);

    public void Dispose() => _stopping.Dispose();

    /// <summary>Begins to listen to who answers.</summary>
    public GrainHomes Listen(GatewayInternals internals)
    {
        var homes = new GrainHomes(internals.BucketCount);
        Func<int, SiloAddress, bool> isBoundTo = (bucket, silo) => internals.ConnectionOf(bucket) is { } connection && internals.GatewayOf(connection).Equals(view.GatewayOf(silo));
        internals.Listen((grain, silo) =>
        {
            if (!grain.IsSystemTarget() && !grain.IsClient())
            {
                homes.Answered(internals.BucketOf(grain), silo, isBoundTo);
            }
        });
        return homes;
    }

    /// <summary>Binds what should go elsewhere, once.</summary>
    /// <returns>How many buckets it has bound.</returns>
    public async Task<int> Bind(GatewayInternals internals, GrainHomes homes, CancellationToken cancellation)
    {
        var wanted = homes.Wanted();
        if (wanted.Length == 0)
        {
            return 0;
        }

        var open = new Dictionary<SiloAddress, object?>();
        var busy = internals.BucketsOf(inFlight.Targets());
        var bound = 0;
        foreach (var (bucket, silo) in wanted)
        {
            if (busy.Contains(bucket) && (_patience[bucket] = _patience.GetValueOrDefault(bucket) + 1) <= MostPatience)
            {
                continue;
            }

            _patience.Remove(bucket);
            if (!open.TryGetValue(silo, out var connection))
            {
                open[silo] = connection = await Open(internals, silo, cancellation);
            }

            if (connection is null)
            {
                homes.Drop(bucket);
                continue;
            }

            internals.Bind(bucket, connection);
            homes.Bound(bucket, silo);
            bound++;
        }

        return bound;
    }

    private Task Start(CancellationToken cancellation)
    {
        if (connections.Internals is { } internals && options.Value.DirectRouting)
        {
            var homes = Listen(internals);
            connections.Homes = homes;
            _routing = Task.Run(() => Run(internals, homes), CancellationToken.None);
        }

        return Task.CompletedTask;
    }

    private async Task Stop(CancellationToken cancellation)
    {
        await _stopping.CancelAsync();
        await _routing.WaitAsync(cancellation);
    }

    /// <returns>Null when it has no gateway that may be used now: what has its grains there goes another way.</returns>
    private async Task<object?> Open(GatewayInternals internals, SiloAddress silo, CancellationToken cancellation)
    {
        if (view.GatewayOf(silo) is not { } gateway || !internals.LiveGateways.Contains(gateway) || connections.IsSuspended(gateway.Endpoint) || connections.IsLeaving(gateway.Endpoint))
        {
            return null;
        }

        try
        {
            return await internals.Connect(gateway).WaitAsync(ConnectLimit, time, cancellation);
        }
        catch (Exception error) when (!cancellation.IsCancellationRequested)
        {
            LogNotBound(error, gateway);
            return null;
        }
    }

    private async Task Run(GatewayInternals internals, GrainHomes homes)
    {
        var seen = (connections.Opened, connections.OpenConnections);
        while (!_stopping.IsCancellationRequested)
        {
            await Task.Delay(Period, time, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (seen != (connections.Opened, connections.OpenConnections))
            {
                // Buckets that have lost their connection go to another gateway; they come back when theirs can be used again.
                seen = (connections.Opened, connections.OpenConnections);
                homes.LookAgain();
            }

            try
            {
                if (await Bind(internals, homes, _stopping.Token) is > 0 and var bound)
                {
                    LogBound(bound);
                }
            }
            catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
            {
                // The client stops.
            }
        }
    }

    [LoggerMessage(2035, LogLevel.Debug, "{Bound} groups of grains go to the silos that they live on")]
    private partial void LogBound(int bound);

    [LoggerMessage(2036, LogLevel.Debug, "Gateway {Gateway} cannot be reached; its grains go through others")]
    private partial void LogNotBound(Exception error, SiloAddress gateway);
}
