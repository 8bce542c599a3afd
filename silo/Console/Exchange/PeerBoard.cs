using ActiveActive.Silo.Console.Events;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ActiveActive.Silo.Console.Exchange;

/// <summary>What this silo is told of the other regions, while somebody looks.</summary>
internal sealed class PeerBoard : BackgroundService
{
    private readonly PeerWatch[] _peers;
    private readonly bool _isEnabled;

    public PeerBoard(ConsolePeers peers, EventBook events, Pulse news, IOptions<ActiveActiveOptions> options, TimeProvider time, ILogger<PeerBoard> log)
    {
        _isEnabled = options.Value.Console.Enabled;
        _peers = [.. peers.Names.Select(name => new PeerWatch(name, peers, Wanted, events, news, time, log))];
    }

    /// <summary>The other regions, by name.</summary>
    public IReadOnlyList<PeerWatch> All => _peers;

    /// <summary>Has all of them looked at, for somebody who looks at this silo's pages.</summary>
    public IDisposable Enter() => new Together([.. _peers.Select(static peer => peer.Viewers.Enter())]);

    /// <summary>Has some of them looked at, for a region that cannot reach them.</summary>
    public IDisposable EnterFor(IReadOnlyCollection<string> names) => new Together([.. _peers.Where(peer => names.Contains(peer.Name)).Select(static peer => peer.Relayed.Enter())]);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => _isEnabled ? Task.WhenAll(_peers.Select(peer => peer.Run(stoppingToken))) : Task.CompletedTask;

    // What others are asked to tell of besides themselves. Not for those who ask this silo for it: two regions would ask each other for ever.
    private string[] Wanted() => [.. _peers.Where(static peer => peer is { IsReachable: false, Viewers.Any: true }).Select(static peer => peer.Name)];

    private sealed class Together(IDisposable[] all) : IDisposable
    {
        public void Dispose() => Array.ForEach(all, static one => one.Dispose());
    }
}
