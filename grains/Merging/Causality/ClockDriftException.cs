namespace ActiveActive.Merging;

/// <summary>Clocks of two regions, or of one at two times, are too far apart for stamps to be given or taken. Nothing was changed.</summary>
/// <param name="message">What is wrong, and what to do.</param>
public sealed class ClockDriftException(string message) : Exception(message);
