using ActiveActive.Silo.Console.Reports;

namespace ActiveActive.Silo.Console.Exchange;

/// <summary>In a silo without checks, such as one that has our state only.</summary>
internal sealed class NoFindings : IFindings
{
    public IReadOnlyList<FindingReport> Now() => [];
}
