using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;

namespace ActiveActive.Cli.Drills.Report;

/// <summary>Where a drill ran.</summary>
/// <param name="System">Operating system and architecture.</param>
/// <param name="Cores">Logical processors.</param>
/// <param name="MemoryGigabytes">What the process may use.</param>
/// <param name="Versions">Name and version of what was run, in the order to show them.</param>
internal sealed record ReportMachine(string System, int Cores, double MemoryGigabytes, IReadOnlyList<ReportVersion> Versions)
{
    /// <summary>This machine with ActiveActive, Orleans and .NET; the caller knows what else has a version.</summary>
    public static ReportMachine Here(params ReadOnlySpan<ReportVersion> versions) => new(
        string.Create(CultureInfo.InvariantCulture, $"{RuntimeInformation.OSDescription.Trim()}, {RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant()}"),
        Environment.ProcessorCount,
        Math.Round(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (double)(1L << 30), 1),
        [Of("ActiveActive", typeof(ReportMachine).Assembly), Of("Orleans", typeof(IGrain).Assembly), .. versions, new ReportVersion(".NET", Environment.Version.ToString())]);

    // Without the commit that follows.
    private static ReportVersion Of(string name, Assembly assembly) =>
        new(name, assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+', ' ')[0].TrimEnd('.') ?? "unknown");
}
