using System.Globalization;
using ActiveActive.Silo.Storage;
using Microsoft.Extensions.Options;

namespace ActiveActive.Silo.Health.Checks;

/// <summary>Since when the ring's primary key wraps the data keys of this region.</summary>
internal sealed class KeyAgeCheck(IKeyRing ring, RegionDatabases databases, DatabaseClock clock, IOptions<ActiveActiveOptions> options) : INamedCheck
{
    public string Name => CheckNames.KeyAge;

    public HealthSeverity Severity => HealthSeverity.Warning;

    public bool IsSlow => true;

    public bool IsUsed => options.Value.Encryption.Enabled;

    public string Advice => "Give the ring a new primary key: `aactl keys rotate` (docs/encryption.md); what is stored is then sealed anew by itself";

    public async Task<CheckFinding> Look(CancellationToken cancellation)
    {
        var primary = await ring.Primary(cancellation);
        var age = await databases.Main.Scalar(HealthSql.KeySince, cancellation, primary) is DateTime since ? clock.UtcNow.UtcDateTime - since : TimeSpan.Zero;
        return CheckFinding.AtMost(
            Math.Max(0, age.TotalSeconds), options.Value.Health.KeyAge.TotalSeconds, "s", string.Create(CultureInfo.InvariantCulture, $"The ring's primary key has been in use for {age.TotalDays:0.0} days"));
    }
}
