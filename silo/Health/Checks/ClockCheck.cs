using System.Globalization;
using ActiveActive.Silo.Storage;
using Microsoft.Extensions.Options;

namespace ActiveActive.Silo.Health.Checks;

/// <summary>How far this machine's clock is from the database's.</summary>
internal sealed class ClockCheck(DatabaseClock clock, IOptions<ActiveActiveOptions> options, TimeProvider time) : INamedCheck
{
    public string Name => CheckNames.Clock;

    public HealthSeverity Severity => HealthSeverity.Warning;

    public bool IsSlow => false;

    public bool IsUsed => true;

    public string Advice => "Set the clock of this machine or of the database's right, and let both follow the same time servers (chrony, systemd-timesyncd)";

    public Task<CheckFinding> Look(CancellationToken cancellation)
    {
        var offset = time.GetUtcNow() - clock.UtcNow;
        return Task.FromResult(CheckFinding.AtMost(
            Math.Round(offset.Duration().TotalSeconds, 6),
            options.Value.Health.ClockOffset.TotalSeconds,
            "s",
            string.Create(CultureInfo.InvariantCulture, $"This machine's clock is {Math.Abs(offset.TotalMilliseconds):0.0} ms {(offset < TimeSpan.Zero ? "behind" : "ahead of")} the database's")) with
        { Age = clock.Age });
    }
}
