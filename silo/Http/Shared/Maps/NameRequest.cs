namespace ActiveActive.Silo.Http.Shared.Maps;

/// <summary>What to remove from a map.</summary>
/// <param name="Name">1 to 200 characters without control characters.</param>
internal sealed record NameRequest(string Name);
