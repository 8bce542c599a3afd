namespace ActiveActive.Silo.Console.Model;

/// <summary>Something dangerous that is asked for.</summary>
/// <param name="Region">The region where; null for the one of the silo that answers. Only in that one things can be done.</param>
/// <param name="Target">The silo's address (<see cref="SiloView.Address"/>), or the dead letter's number.</param>
/// <param name="Confirm">The token that was given for just this; null to ask for one.</param>
/// <param name="Why">Why, for the log; at most 200 characters.</param>
internal sealed record ActionRequest(string? Region, string? Target, string? Confirm, string? Why);
