using System.Globalization;
using ActiveActive.Client.Security;
using ActiveActive.Silo.Replication;
using Microsoft.Extensions.Options;

namespace ActiveActive.Silo.Health.Checks;

/// <summary>How long the certificates for links between regions, and for connections of silos and clients, are good still: the one that ends first.</summary>
internal sealed class CertificateCheck(LinkSecurity links, IOptions<ActiveActiveOptions> options, TimeProvider time, ConnectionSecurity? connections = null) : INamedCheck
{
    public string Name => CheckNames.Certificate;

    public HealthSeverity Severity => HealthSeverity.Warning;

    public bool IsSlow => true;

    public bool IsUsed => links.IsOn || connections is { IsOn: true };

    public string Advice => "Replace the files of the certificate and its key; they are read at the next connection, without a restart. When it has ended, new connections that need it are refused";

    public Task<CheckFinding> Look(CancellationToken cancellation)
    {
        var (end, what) = links.EndsAt is { } first && !(connections?.EndsAt < first) ? (first, "other regions") : (connections!.EndsAt!.Value, "silos and clients");
        var left = end - time.GetUtcNow();
        var least = options.Value.Health.CertificateLeft;
        return Task.FromResult(new CheckFinding(
            left <= least,
            left > TimeSpan.Zero ? string.Create(CultureInfo.InvariantCulture, $"The certificate for {what} ends in {left.TotalDays:0.0} days") : $"The certificate for {what} has ended",
            left.TotalSeconds,
            least.TotalSeconds,
            "s"));
    }
}
