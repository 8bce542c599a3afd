namespace ActiveActive.TestKit.History;

/// <summary>Something that happened in a drill beside the calls.</summary>
/// <param name="Time">When, in microseconds of <see cref="Clock"/>, as in <see cref="Operation"/>.</param>
/// <param name="Kind">What.</param>
/// <param name="Text">The same for people.</param>
/// <param name="Fault">The fault that it belongs to, or null.</param>
/// <param name="Silo">The silo that it happened to, or null.</param>
/// <param name="Region">The region that it broke, whose own callers may see errors from now on, or null.</param>
internal sealed record TimedEvent(long Time, TimedEventKind Kind, string Text, string? Fault = null, string? Silo = null, string? Region = null);
