namespace ActiveActive.Silo.Console.Model;

/// <summary>What happened in all regions, newest first.</summary>
/// <param name="AsOf">When this was made.</param>
/// <param name="Events">At most <see cref="ConsoleLimits.Events"/>.</param>
internal sealed record EventList(DateTimeOffset AsOf, IReadOnlyList<EventView> Events);
