namespace ActiveActive.Silo.Http.Shared.Maps;

/// <summary>What to set in a map.</summary>
/// <param name="Name">1 to 200 characters without control characters.</param>
/// <param name="Text">Up to 1,000 characters.</param>
internal sealed record EntryRequest(string Name, string Text);
