using System.Net;
using ActiveActive.Client.Watch;
using ActiveActive.Client.Watch.Frames;
using Microsoft.Extensions.Logging;

namespace ActiveActive.Silo.Membership.Crashes;

/// <summary>The watch connection to one peer: dials when told to, and reports what comes of it.</summary>
internal sealed class PeerLink(SiloAddress peer, PeerNews news, WatchDialer dialer, Hello hello, TimeSpan pingPeriod, TimeProvider time, ILogger log, CancellationToken stopping)
    : IWatchObserver, IDisposable
{
    /// <summary>For a dial with its greetings. A silo that is too busy for it gives no evidence.</summary>
    private static readonly TimeSpan DialLimit = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _over = CancellationTokenSource.CreateLinkedTokenSource(stopping);
    private volatile WatchConnection? _connection;
    private int _gatewayPort;
    private bool _isTranslationKnown;

    /// <summary>Dials; keeps the connection, when there is one, until it ends.</summary>
    /// <param name="reportCheck">Told once, of what the dial has shown.</param>
    /// <param name="reportEnd">Told when the connection has ended, and how.</param>
    public async Task Check(Action<CheckResult> reportCheck, Action<WatchEnd> reportEnd)
    {
        try
        {
            var dial = await dialer.Dial(peer.Endpoint, hello, DialLimit, _over.Token);
            if (dial.Connection is { } connection)
            {
                await using (connection)
                {
                    await Run(connection, reportCheck, reportEnd);
                }
            }
            else
            {
                log.NoWelcome(peer, dial.Trouble);
                reportCheck(dial.Port == PortState.Refused && await IsGatewayRefused() ? CheckResult.Refused : CheckResult.NoEvidence);
            }
        }
        catch (OperationCanceledException)
        {
            // The peer is no member any more, or this silo stops.
        }
    }

    /// <summary>Tells this peer that another one refuses us.</summary>
    public async Task Tell(SiloAddress refused)
    {
        try
        {
            if (_connection is { } connection)
            {
                await connection.Tell(new PeerRefused(refused), _over.Token);
            }
        }
        catch (Exception error) when (error is OperationCanceledException or ObjectDisposedException)
        {
            // The connection is over.
        }
    }

    public void OnPong(Pong pong, long pingedAt) => news.Take(peer, pong, pingedAt);

    public void OnMembers(Members members) => news.Take(members.Version);

    public void OnGoodbye()
    {
    }

    public void OnUnanswered(int pings)
    {
    }

    public void Dispose()
    {
        _over.Cancel();
        _over.Dispose();
    }

    private async Task Run(WatchConnection connection, Action<CheckResult> reportCheck, Action<WatchEnd> reportEnd)
    {
        var welcome = connection.Welcome;
        if (!welcome.Server.Equals(peer))
        {
            reportCheck(welcome.Server.Generation > peer.Generation && !connection.IsTranslated ? CheckResult.Replaced : CheckResult.NoEvidence);
            return;
        }

        if (connection.IsTranslated && !_isTranslationKnown)
        {
            _isTranslationKnown = true;
            log.Translated(peer, peer.Endpoint, welcome.ReachedAt);
        }

        _gatewayPort = welcome.GatewayPort;
        news.TakeGatewayPort(peer, _gatewayPort);
        news.Take(welcome.Members.Version);
        _connection = connection;
        log.Watching(peer);
        reportCheck(connection.IsTranslated ? CheckResult.Translated : CheckResult.Welcomed);
        var end = await connection.Run(this, pingPeriod, time, _over.Token);
        _connection = null;
        log.WatchEnded(peer, end.ToString());
        reportEnd(end);
    }

    private async Task<bool> IsGatewayRefused() =>
        _gatewayPort == 0 || await dialer.Look(new IPEndPoint(peer.Endpoint.Address, _gatewayPort), DialLimit, _over.Token) == PortState.Refused;
}
