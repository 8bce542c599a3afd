namespace ActiveActive.Silo.Http.Shared.Sets;

/// <summary>What to add to a set, or to remove from it.</summary>
/// <param name="Item">1 to 200 characters without control characters.</param>
internal sealed record SetItemRequest(string Item);
