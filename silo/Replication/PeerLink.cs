using ActiveActive.Merging;
using ActiveActive.Replication;
using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace ActiveActive.Silo.Replication;

/// <summary>Takes the streams of a peer, and those of regions that cannot be reached, from one of its addresses after the other.</summary>
/// <param name="self">This region.</param>
/// <param name="peer">The peer's name.</param>
/// <param name="addresses">Where its silos listen.</param>
/// <param name="inflow">Takes what comes.</param>
/// <param name="unreachable">The regions whose own links are broken, by their names.</param>
/// <param name="figures">Told whether the link works.</param>
/// <param name="security">How the link is encrypted.</param>
/// <param name="log">Told when the link breaks and when it works again.</param>
internal sealed class PeerLink(Origin self, string peer, IReadOnlyList<string> addresses, Inflow inflow, UnreachablePeers unreachable, ReplicationFigures figures, LinkSecurity security, ILogger log)
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Ping = TimeSpan.FromSeconds(1);
    private bool _works = true;

    /// <summary>Pulls until it is cancelled.</summary>
    public async Task Run(CancellationToken cancellation)
    {
        for (var failures = 0; !cancellation.IsCancellationRequested;)
        {
            try
            {
                await Pull(addresses[failures % addresses.Count], cancellation);
            }
            catch (Exception error) when (!cancellation.IsCancellationRequested && error is RpcException or IOException or HttpRequestException or InvalidDataException)
            {
                if (_works)
                {
                    _works = false;
                    log.LinkBroken(peer, error is RpcException { Status.Detail: { Length: > 0 } detail } ? detail : error.Message);
                }

                unreachable.Set(peer, true);
                figures.SetLink(peer, isUp: false);
                await Task.Delay(Backoff(failures), cancellation);
                failures++;
            }
        }
    }

    private static TimeSpan Backoff(int attempt)
    {
        var pause = TimeSpan.FromMilliseconds(50 * Math.Pow(2, Math.Min(attempt, 10)) * (0.5 + Random.Shared.NextDouble()));
        return pause < LongestPause ? pause : LongestPause;
    }

    private async Task Pull(string address, CancellationToken cancellation)
    {
        using var channel = security.Channel(peer, address, Ping);
        using var change = CancellationTokenSource.CreateLinkedTokenSource(cancellation, unreachable.Changed);
        var request = new Wire.PullRequest { Region = self.Region, Incarnation = self.Incarnation, Peer = peer };
        request.Wants.Add(unreachable.All.Append(peer).Append(self.Region).Distinct());
        request.Has.Add(inflow.Use(static core => core.Streams.Select(stream => EntryCodec.Position(stream, core.Head(stream).Number)).ToList()));
        try
        {
            using var call = new Wire.Replication.ReplicationClient(channel).Pull(request, cancellationToken: change.Token);
            var isFirst = true;
            await foreach (var response in call.ResponseStream.ReadAllAsync(change.Token))
            {
                Works();
                if (response.Heads.Count > 0 || isFirst)
                {
                    isFirst = false;
                    inflow.Heard(peer, [.. response.Heads.Select(static head => KeyValuePair.Create(EntryCodec.StreamOf(head.Stream), head.Number))]);
                }

                if (response.Batches.Count > 0)
                {
                    await inflow.Store([.. response.Batches.Select(Read)], cancellation);
                }
            }
        }
        catch (Exception error) when (!cancellation.IsCancellationRequested && change.IsCancellationRequested && error is RpcException or OperationCanceledException)
        {
            // Asked anew, for others.
        }
    }

    private void Works()
    {
        if (!_works)
        {
            _works = true;
            log.LinkWorks(peer);
        }

        unreachable.Set(peer, false);
        figures.SetLink(peer, isUp: true);
    }

    private static StoredBatch Read(Wire.Batch batch) => new(EntryCodec.StreamOf(batch.Stream), batch.Number, BatchHash.From(batch.Hash.Span), [.. batch.Entries.Select(static entry => entry.ToByteArray())]);
}
