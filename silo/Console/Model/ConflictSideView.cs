namespace ActiveActive.Silo.Console.Model;

/// <summary>One value of a conflict.</summary>
/// <param name="Region">The region that wrote it.</param>
/// <param name="At">When it wrote it.</param>
/// <param name="Value">Its JSON, or the beginning of it; null when values are not shown (<see cref="Abilities.ShowState"/>).</param>
internal sealed record ConflictSideView(string Region, DateTimeOffset At, string? Value);
