using System.Net;

namespace ActiveActive.Silo.Health.Checks;

/// <summary>Whether what silos and clients send each other leaves the machine in the open. Orleans' own connections are not encrypted by ActiveActive, so it is asked where they lead.</summary>
internal sealed class TlsSilosCheck(ILocalSiloDetails silo) : INamedCheck
{
    public string Name => CheckNames.TlsSilos;

    public HealthSeverity Severity => HealthSeverity.Warning;

    public bool IsSlow => true;

    public bool IsUsed => true;

    public string Advice =>
        "Put silos and clients into a network that encrypts (WireGuard, a service mesh), or give the silo connection middleware for TLS by the configureSilo of UseActiveActive; then turn this check off by Health:Off";

    public Task<CheckFinding> Look(CancellationToken cancellation) => Task.FromResult(IPAddress.IsLoopback(silo.SiloAddress.Endpoint.Address)
        ? CheckFinding.Well("Connections of silos and clients stay on this machine")
        : CheckFinding.Failing("Connections between silos, and of clients to silos, leave this machine, and ActiveActive does not encrypt them"));
}
