namespace ActiveActive.Silo.Console.Model;

/// <summary>A request that changed a grain.</summary>
/// <param name="Id">The id of its effect on the state.</param>
/// <param name="At">When that was committed.</param>
/// <param name="State">The name of the state that it changed.</param>
/// <param name="Reply">The stored reply, as JSON text; null when values are not shown, or there is none.</param>
internal sealed record RequestView(Guid Id, DateTimeOffset At, string State, string? Reply);
