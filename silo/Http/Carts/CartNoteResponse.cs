namespace ActiveActive.Silo.Http.Carts;

/// <summary>A note on a cart.</summary>
/// <param name="Text">What it says.</param>
/// <param name="Region">Where it was written.</param>
/// <param name="At">When.</param>
internal sealed record CartNoteResponse(string Text, string Region, DateTimeOffset At);
