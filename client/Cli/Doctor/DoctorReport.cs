namespace ActiveActive.Cli.Doctor;

/// <summary>What <c>aactl doctor</c> answers.</summary>
/// <param name="Region">The region.</param>
/// <param name="Worst">The worst of the findings.</param>
/// <param name="Findings">All of them, by area.</param>
internal sealed record DoctorReport(string Region, FindingLevel Worst, IReadOnlyList<Finding> Findings)
{
    public static DoctorReport Of(string region, IReadOnlyList<Finding> findings) => new(region, findings.Select(static finding => finding.Level).DefaultIfEmpty().Max(), findings);

    /// <summary>0 for nothing worse than a note, 3 for warnings, 1 for an error.</summary>
    public int ExitCode => Worst switch { FindingLevel.Error => Output.ExitCode.Failed, FindingLevel.Warning => Output.ExitCode.Warnings, _ => Output.ExitCode.Ok };
}
