namespace ActiveActive.Silo.Console.Model;

/// <summary>What a check of capacity or compliance says.</summary>
/// <param name="Region">The region.</param>
/// <param name="Silo">The silo that checked.</param>
/// <param name="Name">The check.</param>
/// <param name="Severity"><c>warning</c> or <c>critical</c>: how bad it is when it fails.</param>
/// <param name="IsFailing">Whether it fails.</param>
/// <param name="Text">What was found; null for nothing to say.</param>
/// <param name="Advice">What to do; null when nothing is wrong.</param>
/// <param name="AsOf">When.</param>
internal sealed record FindingView(string Region, string Silo, string Name, string Severity, bool IsFailing, string? Text, string? Advice, DateTimeOffset AsOf);
