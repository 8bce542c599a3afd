namespace ActiveActive.Silo.Console.Model;

/// <summary>The answer to <see cref="ActionRequest"/>.</summary>
/// <param name="IsDone">Whether it was done (or begun: a drain takes a while).</param>
/// <param name="Text">What was done; or, when not, what it would do, for the person who is to confirm.</param>
/// <param name="Confirm">The token to repeat the request with; null when it was done.</param>
/// <param name="Expires">When the token ends; null when there is none.</param>
internal sealed record ActionResponse(bool IsDone, string Text, string? Confirm, DateTimeOffset? Expires);
