using System.Globalization;
using Microsoft.Extensions.Options;

namespace ActiveActive.Silo.Health.Checks;

/// <summary>How much memory the process holds, of what the garbage collector may use: the container's limit, or the machine's memory.</summary>
internal sealed class MemoryCheck(IOptions<ActiveActiveOptions> options) : INamedCheck
{
    public string Name => CheckNames.Memory;

    public HealthSeverity Severity => HealthSeverity.Critical;

    public bool IsSlow => false;

    public bool IsUsed => true;

    public string Advice => "Give the silos more memory, or start more of them; let idle grains end sooner (Orleans' CollectionAge). A process at its limit is killed";

    public Task<CheckFinding> Look(CancellationToken cancellation)
    {
        var (used, limit) = (Environment.WorkingSet, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);
        return Task.FromResult(CheckFinding.AtMost(used, options.Value.Health.Memory * limit, "By", string.Create(CultureInfo.InvariantCulture, $"The process holds {used >> 20} MiB of {limit >> 20} MiB")));
    }
}
