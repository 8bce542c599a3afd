using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Microsoft.Extensions.Options;

namespace ActiveActive.Silo.Health.Checks;

/// <summary>Whether all of the region's databases answer.</summary>
internal sealed class DatabaseCheck(RegionDatabases databases, IOptions<ActiveActiveOptions> options, TimeProvider time) : INamedCheck
{
    public string Name => CheckNames.Database;

    public HealthSeverity Severity => HealthSeverity.Critical;

    public bool IsSlow => false;

    public bool IsUsed => true;

    public string Advice => "Bring the database back, or the network to it; `aactl doctor` tells more. Until then grains in memory are read, writes wait and are then refused, and a silo that dies is not replaced";

    [SuppressMessage("Design", "CA1031", Justification = "Not to answer, in whatever way, is what is looked for.")]
    public async Task<CheckFinding> Look(CancellationToken cancellation)
    {
        var began = time.GetTimestamp();
        try
        {
            await databases.Ask(HealthSql.IsStandby, static row => row.GetBoolean(0), cancellation).WaitAsync(cancellation);
            var took = time.GetElapsedTime(began);
            return new CheckFinding(false, string.Create(CultureInfo.InvariantCulture, $"The database answers in {took.TotalMilliseconds:0.0} ms"), took.TotalSeconds, options.Value.Health.Timeout.TotalSeconds, "s");
        }
        catch (Exception error)
        {
            return Silent(time.GetElapsedTime(began), error.GetType().Name);
        }
    }

    // A silo that is too busy to notice in time that its own look has ended must not take a database that hangs for a mere riddle.
    public CheckFinding? Unanswered(TimeSpan waited) => Silent(waited, nameof(TimeoutException));

    private CheckFinding Silent(TimeSpan waited, string why) => new(true, $"The database does not answer ({why})", waited.TotalSeconds, options.Value.Health.Timeout.TotalSeconds, "s");
}
