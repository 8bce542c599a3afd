namespace ActiveActive.Silo.Console.Exchange;

/// <summary>Something that was told, and when it was so, by the monotonic clock.</summary>
internal sealed record Heard<T>(T What, long At);
