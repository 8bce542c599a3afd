using ActiveActive.Client.Calls;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ActiveActive.Client.Gateways;

/// <summary>
/// Gives gateways that joined or came back their share of the grains: every <see cref="ActiveActiveClientOptions.GatewayBalancing"/> it counts how many of Orleans' buckets each live
/// gateway has and binds the surplus of some to those that lack.
/// </summary>
/// <remarks>
/// A bucket with a call in flight is left for the next time, so that calls of one grain that follow each other do not overtake each other by two ways. (One that is sent in the
/// very instant of the move may: Orleans does not promise an order of calls in flight either.) A move loses nothing: see <see cref="GatewayInternals"/>. How many are moved in a round: see <see cref="BucketPlan"/>.
/// What goes to where its grains live stays there (<see cref="DirectRouting"/>), however uneven that is.
/// </remarks>
internal sealed partial class GatewayBalancer(
    GatewayConnections connections,
    GatewayHealth health,
    InFlightCalls inFlight,
    IOptions<ActiveActiveClientOptions> options,
    TimeProvider time,
    ILogger<GatewayBalancer> logger) : ILifecycleParticipant<IClusterClientLifecycle>, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private Task _balancing = Task.CompletedTask;

    public void Participate(IClusterClientLifecycle lifecycle) =>
        lifecycle.Subscribe(nameof(GatewayBalancer), ServiceLifecycleStage.Active, Start, Stop);

    public void Dispose() => _stopping.Dispose();

    /// <summary>Balances once.</summary>
    /// <returns>How many buckets were moved.</returns>
    public static async Task<int> Balance(GatewayInternals internals, GatewayHealth health, InFlightCalls inFlight, GrainHomes? homes, CancellationToken cancellation)
    {
        var gateways = internals.LiveGateways;
        var open = new object?[gateways.Count];
        var owners = Owners(internals, gateways);
        if (gateways.Count < 2 || IsEven(owners, gateways.Count))
        {
            return 0;
        }

        for (var i = 0; i < open.Length; i++)
        {
            // Usually open already; one that cannot be reached now ends this round, and Orleans drops it from its list when it finds out.
            open[i] = await internals.Connect(gateways[i]).WaitAsync(cancellation);
        }

        owners = Owners(internals, gateways);
        var busy = internals.BucketsOf(inFlight.Targets());
        var moves = BucketPlan.Moves(owners, gateways.Count, bucket => !busy.Contains(bucket) && homes?.IsHome(bucket) is not true, gateway => health.IsSlow(gateways[gateway].Endpoint));
        foreach (var (bucket, gateway) in moves)
        {
            internals.Bind(bucket, open[gateway]!);
        }

        return moves.Count;
    }

    private static int[] Owners(GatewayInternals internals, IReadOnlyList<SiloAddress> gateways)
    {
        var indices = new Dictionary<SiloAddress, int>();
        for (var i = 0; i < gateways.Count; i++)
        {
            indices[gateways[i]] = i;
        }

        var owners = new int[internals.BucketCount];
        for (var bucket = 0; bucket < owners.Length; bucket++)
        {
            owners[bucket] = internals.ConnectionOf(bucket) is { } connection && indices.TryGetValue(internals.GatewayOf(connection), out var index) ? index : -1;
        }

        return owners;
    }

    private static bool IsEven(int[] owners, int gateways)
    {
        var counts = new int[gateways];
        foreach (var owner in owners)
        {
            if (owner >= 0)
            {
                counts[owner]++;
            }
        }

        // Orleans' own round robin leaves small differences, which are not worth a move.
        var slack = 1 + (counts.Sum() / gateways / 10);
        return counts.Max() - counts.Min() <= slack;
    }

    private Task Start(CancellationToken cancellation)
    {
        if (connections.Internals is { } internals && options.Value.GatewayBalancing != Timeout.InfiniteTimeSpan)
        {
            _balancing = Run(internals);
        }

        return Task.CompletedTask;
    }

    private async Task Stop(CancellationToken cancellation)
    {
        await _stopping.CancelAsync();
        await _balancing.WaitAsync(cancellation);
    }

    private async Task Run(GatewayInternals internals)
    {
        try
        {
            while (true)
            {
                await Task.Delay(options.Value.GatewayBalancing, time, _stopping.Token);
                try
                {
                    if (await Balance(internals, health, inFlight, connections.Homes, _stopping.Token) is > 0 and var moved)
                    {
                        LogMoved(moved, internals.LiveGateways.Count);
                    }
                }
                catch (Exception error) when (!_stopping.IsCancellationRequested)
                {
                    LogNotBalanced(error);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The client stops.
        }
    }

    [LoggerMessage(2031, LogLevel.Information, "{Moved} groups of grains moved, so that {Gateways} gateways have the same share")]
    private partial void LogMoved(int moved, int gateways);

    [LoggerMessage(2032, LogLevel.Debug, "Gateways were not balanced this time")]
    private partial void LogNotBalanced(Exception error);
}
