namespace ActiveActive.Merging;

/// <summary>A type was to merge and cannot. The message says what is missing; the code has to be mended.</summary>
/// <param name="message">What is wrong, and what to do.</param>
public sealed class NotMergeableException(string message) : Exception(message);
