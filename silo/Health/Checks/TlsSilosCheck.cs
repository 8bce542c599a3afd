using System.Net;
using ActiveActive.Client.Security;

namespace ActiveActive.Silo.Health.Checks;

/// <summary>Whether what silos and clients send each other leaves the machine in the open.</summary>
internal sealed class TlsSilosCheck(ILocalSiloDetails silo, ConnectionSecurity? security = null) : INamedCheck
{
    public string Name => CheckNames.TlsSilos;

    public HealthSeverity Severity => HealthSeverity.Warning;

    public bool IsSlow => true;

    public bool IsUsed => true;

    public string Advice =>
        "Give all silos and clients of the region a certificate (Tls:Certificate, CertificateKey, Authority), or put them into a network that encrypts (WireGuard, a service mesh) and turn this check off by Health:Off";

    public Task<CheckFinding> Look(CancellationToken cancellation) => Task.FromResult(
        security is { IsOn: true } ? CheckFinding.Well("Connections of silos and clients are mutual TLS")
        : IPAddress.IsLoopback(silo.SiloAddress.Endpoint.Address) ? CheckFinding.Well("Connections of silos and clients stay on this machine")
        : CheckFinding.Failing("Connections between silos, and of clients to silos, leave this machine and are not encrypted"));
}
