using ActiveActive.Silo.Membership.Fencing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ActiveActive.Tests.Cluster.Health;

/// <summary>For real silos in the process of the tests.</summary>
internal static class BusyMachine
{
    /// <summary>
    /// Lets a silo pause for seconds, as it may on a busy machine, before it fences itself or is declared dead; and if it is, the process of all tests goes on. Call it after <c>UseActiveActive</c>, whose registration it replaces.
    /// </summary>
    public static void AllowPauses(this WebApplicationBuilder builder)
    {
        foreach (var (option, seconds) in (IEnumerable<(string, int)>)[("MinProbeTimeout", 5), ("ProbeTimeout", 10), ("MaxProbeTimeout", 10), ("FenceAfter", 10)])
        {
            builder.Configuration[$"ActiveActive:Membership:{option}"] = $"{TimeSpan.FromSeconds(seconds)}";
        }

        builder.Services.Replace(ServiceDescriptor.Singleton<ProcessEnd, NoEnd>());
    }

    private sealed class NoEnd : ProcessEnd
    {
        public override void Begin(int exitCode, TimeSpan delay = default)
        {
        }
    }
}
