using System.Globalization;
using ActiveActive.Silo.Scaling;
using Microsoft.Extensions.Options;

namespace ActiveActive.Silo.Health.Checks;

/// <summary>How long work waits for a thread.</summary>
internal sealed class ThreadPoolCheck(IOptions<ActiveActiveOptions> options, TimeProvider time) : INamedCheck
{
    public string Name => CheckNames.ThreadPool;

    public HealthSeverity Severity => HealthSeverity.Warning;

    public bool IsSlow => false;

    public bool IsUsed => true;

    public string Advice => "Something blocks threads, or the processor is not enough: look for .Result, .Wait() and long computations in grains (dotnet-stack shows them), or start more silos";

    public async Task<CheckFinding> Look(CancellationToken cancellation)
    {
        var wait = await PoolWait.Measure(time);
        return CheckFinding.AtMost(
            wait.TotalSeconds,
            options.Value.Health.ThreadPoolWait.TotalSeconds,
            "s",
            string.Create(CultureInfo.InvariantCulture, $"Work waits {wait.TotalMilliseconds:0.0} ms for a thread; {ThreadPool.PendingWorkItemCount} items wait for {ThreadPool.ThreadCount} threads"));
    }
}
