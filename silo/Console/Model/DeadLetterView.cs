namespace ActiveActive.Silo.Console.Model;

/// <summary>A change of another region that was put aside. Later changes of the same state wait behind it.</summary>
/// <param name="Id">Its number in its region.</param>
/// <param name="At">When it was put aside.</param>
/// <param name="Origin">The region that made the change.</param>
/// <param name="Grain">The type of the grain.</param>
/// <param name="Key">Its key.</param>
/// <param name="State">The name of its state.</param>
/// <param name="Cause">Why it could not be merged.</param>
/// <param name="Asked"><c>retry</c> or <c>drop</c> when somebody has asked for that; null when not.</param>
internal sealed record DeadLetterView(long Id, DateTimeOffset At, string Origin, string Grain, string Key, string State, string Cause, string? Asked);
