using System.Collections.Concurrent;
using Microsoft.AspNetCore.Connections;

namespace ActiveActive.TestKit.Faults;

/// <summary>
/// Cuts connections of a client to its gateways between a commit and its answer: for a moment, what a gateway answers is thrown away while requests still reach it; then
/// the connection is closed. Sits in the client's connection pipeline, below Orleans' own protocol.
/// </summary>
internal sealed class ReplyCutter
{
    // Longer than a commit takes, so that requests sent in the first half are committed and their answers lost.
    private static readonly TimeSpan Deaf = TimeSpan.FromMilliseconds(60);
    private readonly ConcurrentDictionary<CuttableConnection, byte> _connections = new();
    private long _cuts;

    public long Cuts => Interlocked.Read(ref _cuts);

    public ConnectionDelegate Middleware(ConnectionDelegate next) => async context =>
    {
        await using var connection = new CuttableConnection(context);
        _connections.TryAdd(connection, 0);
        try
        {
            await next(context);
        }
        finally
        {
            _connections.TryRemove(connection, out _);
        }
    };

    /// <summary>Cuts one connection after the other, at times of the seed's choosing, until cancelled.</summary>
    public async Task Run(int seed, CancellationToken cancellation)
    {
        var random = new Random(seed);
        while (!cancellation.IsCancellationRequested)
        {
            await Task.Delay(random.Next(300, 1200), cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            var connections = _connections.Keys.ToList();
            if (connections.Count > 0 && !cancellation.IsCancellationRequested)
            {
                await connections[random.Next(connections.Count)].Cut(Deaf);
                Interlocked.Increment(ref _cuts);
            }
        }
    }
}
