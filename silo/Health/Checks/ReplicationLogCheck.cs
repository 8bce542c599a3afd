using Microsoft.Extensions.Options;

namespace ActiveActive.Silo.Health.Checks;

/// <summary>How large the log for other regions is, in all databases together.</summary>
internal sealed class ReplicationLogCheck(RegionDatabases databases, IOptions<ActiveActiveOptions> options) : INamedCheck
{
    public string Name => CheckNames.ReplicationLog;

    public HealthSeverity Severity => HealthSeverity.Warning;

    public bool IsSlow => true;

    public bool IsUsed => true;

    public string Advice => "A region that is away, or a change that was put aside, keeps the log (`aactl regions status`, `aactl dead-letters list`): bring it back. If all are there, shorten Replication:KeepLogFor or raise Health:LogSizeLimit";

    public async Task<CheckFinding> Look(CancellationToken cancellation)
    {
        var size = (await databases.Ask(HealthSql.LogSize, static row => row.GetInt64(0), cancellation)).Sum();
        var limit = options.Value.Health.LogSizeLimit;
        return CheckFinding.AtMost(size, limit, "By", $"The log has {size >> 20} MiB of {limit >> 20} MiB");
    }
}
