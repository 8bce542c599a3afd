namespace ActiveActive.Tests.Simulation;

/// <summary>Something that is promised does not hold.</summary>
/// <param name="message">What.</param>
internal sealed class Violation(string message) : Exception(message);
