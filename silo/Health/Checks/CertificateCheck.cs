using System.Globalization;
using ActiveActive.Silo.Replication;
using Microsoft.Extensions.Options;

namespace ActiveActive.Silo.Health.Checks;

/// <summary>How long the certificate for links between regions is good still.</summary>
internal sealed class CertificateCheck(LinkSecurity security, IOptions<ActiveActiveOptions> options, TimeProvider time) : INamedCheck
{
    public string Name => CheckNames.Certificate;

    public HealthSeverity Severity => HealthSeverity.Warning;

    public bool IsSlow => true;

    public bool IsUsed => security.IsOn;

    public string Advice => "Replace the files of the certificate and its key; they are read at the next connection, without a restart. When it has ended, links to other regions break";

    public Task<CheckFinding> Look(CancellationToken cancellation)
    {
        var left = security.EndsAt!.Value - time.GetUtcNow();
        var least = options.Value.Health.CertificateLeft;
        return Task.FromResult(new CheckFinding(
            left <= least,
            left > TimeSpan.Zero ? string.Create(CultureInfo.InvariantCulture, $"The certificate for other regions ends in {left.TotalDays:0.0} days") : "The certificate for other regions has ended",
            left.TotalSeconds,
            least.TotalSeconds,
            "s"));
    }
}
