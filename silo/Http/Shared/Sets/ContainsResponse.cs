namespace ActiveActive.Silo.Http.Shared.Sets;

/// <summary>Whether an item is in a set.</summary>
/// <param name="Contains">True if it is known to be in this region.</param>
internal sealed record ContainsResponse(bool Contains);
