using ActiveActive.Silo.Console.Reports;

namespace ActiveActive.Silo.Console.Exchange;

/// <summary>What this silo's checks of capacity and compliance say.</summary>
internal interface IFindings
{
    /// <summary>The last finding of each check; none before it has looked.</summary>
    IReadOnlyList<FindingReport> Now();
}
