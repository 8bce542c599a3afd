namespace ActiveActive.Silo.Console.Reports;

/// <summary>A request that a silo has committed an effect of.</summary>
/// <param name="Effect">The effect's id.</param>
/// <param name="Name">The state that it changed.</param>
/// <param name="AgeSeconds">How long ago it was committed.</param>
internal sealed record RecentRequest(Guid Effect, string Name, double AgeSeconds);
