namespace ActiveActive.TestKit.Merging;

/// <summary>A type breaks a law, so regions that use it may never agree.</summary>
/// <param name="message">Which law, and what shows it.</param>
/// <param name="cause">What it came from, or null.</param>
public sealed class MergeLawException(string message, Exception? cause = null) : Exception(message, cause);
