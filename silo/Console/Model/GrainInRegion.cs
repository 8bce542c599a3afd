namespace ActiveActive.Silo.Console.Model;

/// <summary>A grain in one region.</summary>
/// <param name="Region">The region.</param>
/// <param name="IsThis">Whether the silo that answers is in it.</param>
/// <param name="Status">Whether it is there.</param>
/// <param name="Reason">Why there is nothing to show; null when there is something.</param>
/// <param name="AsOf">When it was read; null when it was not.</param>
/// <param name="Silo">The name of the silo on which it is active; null when it is on none.</param>
/// <param name="States">Its states as they are stored, by name.</param>
/// <param name="Requests">The latest requests that changed it there, newest first, as far as the silos there remember them; at most <see cref="ConsoleLimits.Requests"/>. Of replicated state also those that were made in other regions and merged there.</param>
internal sealed record GrainInRegion(
    string Region,
    bool IsThis,
    GrainStatus Status,
    string? Reason,
    DateTimeOffset? AsOf,
    string? Silo,
    IReadOnlyList<StateView> States,
    IReadOnlyList<RequestView> Requests);
