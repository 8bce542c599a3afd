namespace ActiveActive.Silo.Console.Model;

/// <summary>A region.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsThis">Whether the silo that answers is in it.</param>
/// <param name="Status">How it is, in one word.</param>
/// <param name="IsReachable">Whether one of its silos tells the answering silo how it is, at present.</param>
/// <param name="Via">The region that told what is shown: the region itself, or another one that reaches it; null when nothing is known yet.</param>
/// <param name="Reason">Why it is not reached; null when it is.</param>
/// <param name="AsOf">When what is shown was so; null when nothing is known yet.</param>
/// <param name="Figures">What it does; null when not known.</param>
/// <param name="Database">Its database; null when not known.</param>
/// <param name="Conflicts">Its conflicts; null when not known.</param>
/// <param name="DeadLetters">How many changes of others are put aside in it; null when not known.</param>
internal sealed record RegionView(
    string Name,
    bool IsThis,
    RegionStatus Status,
    bool IsReachable,
    string? Via,
    string? Reason,
    DateTimeOffset? AsOf,
    RegionFigures? Figures,
    DatabaseView? Database,
    ConflictFigures? Conflicts,
    long? DeadLetters);
