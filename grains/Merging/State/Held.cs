namespace ActiveActive.Merging;

/// <summary>A value with the change that wrote it.</summary>
/// <param name="Dot">Names the change.</param>
/// <param name="Stamp">When it was made.</param>
/// <param name="Value">The value.</param>
/// <typeparam name="T">The value.</typeparam>
public readonly record struct Held<T>(Dot Dot, Stamp Stamp, T Value);
