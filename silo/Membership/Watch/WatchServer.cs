using System.Collections.Concurrent;
using System.Net;
using ActiveActive.Client.Watch;
using ActiveActive.Client.Watch.Frames;
using ActiveActive.Silo.Scaling;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;

namespace ActiveActive.Silo.Membership.Watch;

/// <summary>This silo's end of the watch connections that others have dialed: peers and clients. The protocol is told at <see cref="WatchConnection"/>.</summary>
internal sealed class WatchServer(
    ILocalSiloDetails self,
    IClusterMembershipService membership,
    ClusterView view,
    PeerReports reports,
    TimeProvider time,
    ILogger<WatchServer> log)
{
    /// <summary>How long a dialer may take for its first frame.</summary>
    private static readonly TimeSpan GreetingLimit = TimeSpan.FromSeconds(5);

    /// <summary>A dialer pings at least every second; one that has been quiet for so long is gone, though nobody told us.</summary>
    private static readonly TimeSpan QuietLimit = TimeSpan.FromSeconds(60);

    private readonly ConcurrentDictionary<FrameChannel, bool> _channels = new();
    private readonly PoolLag _lag = new(time);
    private volatile bool _leaving;

    /// <summary>Serves a connection, whose magic bytes have been read, until it ends.</summary>
    public async Task Serve(ConnectionContext connection)
    {
        using var channel = new FrameChannel(connection.Transport.Input, connection.Transport.Output);
        using var quiet = new CancellationTokenSource(GreetingLimit, time);
        try
        {
            if (await channel.Read(quiet.Token) is not Hello hello)
            {
                return;
            }

            if (hello.ClusterId != self.ClusterId)
            {
                await channel.Send(new TurnedAway($"This is region '{self.ClusterId}', not '{hello.ClusterId}'."), quiet.Token);
                return;
            }

            var reachedAt = connection.LocalEndPoint as IPEndPoint ?? new IPEndPoint(IPAddress.None, 0);
            var told = view.Members;
            await channel.Send(new Welcome(self.SiloAddress, self.GatewayAddress.Endpoint.Port, reachedAt, told), quiet.Token);
            await Serve(channel, hello, told, quiet);
        }
        catch (OperationCanceledException)
        {
            // It was quiet for too long.
        }
        catch (WatchProtocolException error)
        {
            log.DialerMisbehaved(connection.RemoteEndPoint, error.Message);
        }
    }

    /// <summary>Tells all watchers that this silo leaves in order.</summary>
    public async Task SayGoodbye(CancellationToken cancellation)
    {
        _leaving = true;
        await Task.WhenAll(_channels.Keys.Select(channel => Send(channel, new Goodbye(), cancellation)));
    }

    private async Task Serve(FrameChannel channel, Hello hello, Members told, CancellationTokenSource quiet)
    {
        using var over = new CancellationTokenSource();
        _channels[channel] = true;
        var pushing = Push(channel, told, over.Token);
        try
        {
            if (_leaving)
            {
                await channel.Send(new Goodbye(), quiet.Token);
            }

            quiet.CancelAfter(QuietLimit);
            while (await channel.Read(quiet.Token) is { } frame)
            {
                quiet.CancelAfter(QuietLimit);
                switch (frame)
                {
                    case Ping ping:
                        var snapshot = membership.CurrentSnapshot;
                        var status = hello.Silo is { } silo ? snapshot.GetSiloStatus(silo) : SiloStatus.None;
                        await channel.Send(new Pong(ping.Sequence, status, snapshot.Version.Value, _lag.Look()), quiet.Token);
                        break;
                    case PeerRefused refused when hello.Silo is { } observer:
                        reports.Add(observer, refused.Silo);
                        break;
                }
            }
        }
        finally
        {
            _channels.TryRemove(channel, out _);
            await over.CancelAsync();
            await pushing;
        }
    }

    /// <summary>Keeps the dialer's view of the cluster up to date; a slow dialer gets the latest one only.</summary>
    private async Task Push(FrameChannel channel, Members told, CancellationToken over)
    {
        while (!over.IsCancellationRequested)
        {
            var (members, changed) = view.Current;
            if (!ReferenceEquals(members, told))
            {
                told = members;
                await Send(channel, members, over);
            }

            await changed.WaitAsync(over).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task Send(FrameChannel channel, WatchFrame frame, CancellationToken cancellation)
    {
        try
        {
            await channel.Send(frame, cancellation);
        }
        catch (Exception error) when (error is OperationCanceledException or ObjectDisposedException)
        {
            // The connection is over; its reader notices.
        }
    }
}
