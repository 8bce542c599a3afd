using System.IO.Pipelines;

namespace ActiveActive.Tests.Support;

/// <summary>Both ends of a connection, for what expects them in one piece.</summary>
/// <param name="Input">What the other side sends.</param>
/// <param name="Output">What is sent to it.</param>
public sealed record Duplex(PipeReader Input, PipeWriter Output) : IDuplexPipe;
