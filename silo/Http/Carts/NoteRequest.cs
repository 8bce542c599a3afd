namespace ActiveActive.Silo.Http.Carts;

/// <summary>What to note on a cart.</summary>
/// <param name="Text">Up to 1,000 characters.</param>
internal sealed record NoteRequest(string Text);
