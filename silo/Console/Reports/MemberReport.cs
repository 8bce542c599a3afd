using ActiveActive.Silo.Console.Model;

namespace ActiveActive.Silo.Console.Reports;

/// <summary>A silo as another one of its region knows it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Address">Orleans' address of it.</param>
/// <param name="Status">What it does.</param>
/// <param name="SinceSeconds">For how long; null when not known.</param>
/// <param name="Report">What it has told last; null for nothing.</param>
/// <param name="ReportAgeSeconds">How long ago.</param>
internal sealed record MemberReport(string Name, string Address, SiloStatusWord Status, double? SinceSeconds, SiloReport? Report, double ReportAgeSeconds);
