using System.Net;
using ActiveActive.Silo.Replication;
using Microsoft.Extensions.Options;

namespace ActiveActive.Silo.Health.Checks;

/// <summary>Whether links between regions are encrypted.</summary>
internal sealed class TlsReplicationCheck(LinkSecurity security, IOptions<ActiveActiveOptions> options) : INamedCheck
{
    private readonly ReplicationOptions _replication = options.Value.Replication;

    public string Name => CheckNames.TlsReplication;

    public HealthSeverity Severity => HealthSeverity.Warning;

    public bool IsSlow => true;

    public bool IsUsed => _replication.IsEnabled;

    public string Advice => "Give every region a certificate (Replication:Certificate, CertificateKey, Authority; docs/replication.md), or turn this check off by Health:Off where the network between regions encrypts";

    public Task<CheckFinding> Look(CancellationToken cancellation) => Task.FromResult(
        security.IsOn ? CheckFinding.Well("Links to other regions are mutual TLS")
        : StaysHere() ? CheckFinding.Well("Links to other regions are not encrypted, and stay on this machine")
        : CheckFinding.Failing("Links to other regions are not encrypted"));

    private bool StaysHere() =>
        (_replication.Port == 0 || IPAddress.IsLoopback(IPAddress.Parse(_replication.ListenAddress))) && _replication.Peers.Values.SelectMany(static of => of).All(static address => new Uri(address).IsLoopback);
}
