using Microsoft.Extensions.Options;

namespace ActiveActive.Silo.Health.Checks;

/// <summary>How large the largest of the region's databases is, of what the operator has said that there is room for.</summary>
internal sealed class DatabaseSizeCheck(RegionDatabases databases, IOptions<ActiveActiveOptions> options) : INamedCheck
{
    public string Name => CheckNames.DatabaseSize;

    public HealthSeverity Severity => HealthSeverity.Critical;

    public bool IsSlow => true;

    public bool IsUsed => true;

    public string Advice => "Give the database more room, then raise Health:DatabaseSizeLimit; or remove what is not needed. A database whose disk is full takes no writes";

    public async Task<CheckFinding> Look(CancellationToken cancellation)
    {
        var health = options.Value.Health;
        var largest = (await databases.Ask(HealthSql.Size, static row => row.GetInt64(0), cancellation)).Max();
        return health.DatabaseSizeLimit == 0
            ? new CheckFinding(false, $"The database has {largest >> 20} MiB; how much its disk has left cannot be asked of PostgreSQL, and Health:DatabaseSizeLimit is not set", largest, null, "By")
            : CheckFinding.AtMost(largest, health.DatabaseSize * health.DatabaseSizeLimit, "By", $"The database has {largest >> 20} MiB of {health.DatabaseSizeLimit >> 20} MiB");
    }
}
