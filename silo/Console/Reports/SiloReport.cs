using ActiveActive.Silo.Console.Model;

namespace ActiveActive.Silo.Console.Reports;

/// <summary>What a silo tells of itself. Times are ages in seconds at the time of telling.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Address">Orleans' address of it.</param>
/// <param name="Gateway">Where clients connect to; null for nowhere.</param>
/// <param name="Http">Its HTTP address; null when it has none.</param>
/// <param name="Version">Its code's version.</param>
/// <param name="UptimeSeconds">The age of its process.</param>
/// <param name="IsMerging">Whether it merges for its region.</param>
/// <param name="IsWhole">Whether its region knows all that it should, as far as the silo was told.</param>
/// <param name="Figures">What it does.</param>
/// <param name="Latencies">How many calls were in each bucket of <see cref="Measuring.LatencyScale"/>, as pairs of bucket and count.</param>
/// <param name="Links">The links, when it merges; else empty.</param>
/// <param name="Database">The database as it sees it; null when it has not looked.</param>
/// <param name="Conflicts">What it met as the one that merges; null when it is not.</param>
/// <param name="DeadLetters">As above.</param>
/// <param name="Findings">Its checks.</param>
/// <param name="Events">What happened, as it knows.</param>
/// <param name="EventsUpTo">Where the next question begins.</param>
internal sealed record SiloReport(
    string Name,
    string Address,
    string? Gateway,
    string? Http,
    string Version,
    double UptimeSeconds,
    bool IsMerging,
    bool IsWhole,
    SiloFigures Figures,
    IReadOnlyList<long> Latencies,
    IReadOnlyList<LinkReport> Links,
    DatabaseReport? Database,
    ConflictFigures? Conflicts,
    double? DeadLetters,
    IReadOnlyList<FindingReport> Findings,
    IReadOnlyList<EventReport> Events,
    long EventsUpTo);
