namespace ActiveActive.Silo.Console.Model;

/// <summary>A silo.</summary>
/// <param name="Region">Its region.</param>
/// <param name="Name">Its name.</param>
/// <param name="Address">Orleans' address of it: host, port and generation, as <c>10.1.0.4:11111@93451</c>. A restart makes a new one.</param>
/// <param name="Status">What it does.</param>
/// <param name="Since">Since when it does that; null when that was before the silo that tells it started.</param>
/// <param name="StatusAsOf">When the status was so.</param>
/// <param name="AsOf">When its own figures were so; null when there are none.</param>
/// <param name="Gateway">Where clients connect to, host and port; null for nowhere, or when not known.</param>
/// <param name="Http">Its HTTP address; null when not known.</param>
/// <param name="Version">The version of its code; null when not known.</param>
/// <param name="StartedAt">When its process started; null when not known.</param>
/// <param name="IsMerging">Whether it is the one of its region that takes and merges the changes of other regions.</param>
/// <param name="Figures">What it does; null when not known.</param>
internal sealed record SiloView(
    string Region,
    string Name,
    string Address,
    SiloStatusWord Status,
    DateTimeOffset? Since,
    DateTimeOffset StatusAsOf,
    DateTimeOffset? AsOf,
    string? Gateway,
    Uri? Http,
    string? Version,
    DateTimeOffset? StartedAt,
    bool IsMerging,
    SiloFigures? Figures);
