namespace ActiveActive.Silo.Console.Model;

/// <summary>Changes of other regions that a region could not merge and has put aside, oldest first.</summary>
/// <param name="AsOf">When they were read.</param>
/// <param name="Region">The region that has put them aside.</param>
/// <param name="DeadLetters">At most <see cref="ConsoleLimits.Listed"/>.</param>
/// <param name="Total">How many there are.</param>
internal sealed record DeadLetterList(DateTimeOffset AsOf, string Region, IReadOnlyList<DeadLetterView> DeadLetters, long Total);
