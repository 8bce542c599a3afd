namespace ActiveActive.Database.DeadLetters;

/// <summary>A change of another region that could not be merged, or came behind one for the same state.</summary>
/// <param name="Id">Its number in this region.</param>
/// <param name="GrainType">The grain's type.</param>
/// <param name="GrainKey">The grain's key.</param>
/// <param name="Name">The state's name within the grain.</param>
/// <param name="Stream">The stream that it came in.</param>
/// <param name="Batch">Its batch there.</param>
/// <param name="Place">Its place in the batch, from 1.</param>
/// <param name="Cause">Why it was put aside.</param>
/// <param name="PutAsideAt">When.</param>
/// <param name="Asked">What the silo that merges is asked to do: <c>retry</c> or <c>drop</c>; null for nothing.</param>
/// <param name="TypeVersion">The version of the state's type that wrote it; null when it was put aside by older code.</param>
/// <param name="Delta">What it changes, as JSON; null as before.</param>
/// <param name="Repaired">What is to be merged in its place; null for nothing.</param>
public sealed record DeadLetter(
    long Id, string GrainType, string GrainKey, string Name, string Stream, long Batch, int Place, string Cause, DateTimeOffset PutAsideAt, string? Asked, int? TypeVersion, string? Delta, string? Repaired);
