namespace ActiveActive.Silo.Http.Shared;

/// <summary>What to write.</summary>
/// <param name="Text">Up to 10,000 characters.</param>
internal sealed record TextRequest(string Text);
