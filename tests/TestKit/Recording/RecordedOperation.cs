using ActiveActive.TestKit.History;

namespace ActiveActive.TestKit;

/// <summary>One operation of a test on one grain, as its caller saw it.</summary>
public sealed record RecordedOperation
{
    /// <summary>Names it: the request id of its calls, the same for every attempt.</summary>
    public required Guid Id { get; init; }

    /// <summary>The grain, or whatever else is judged as one: histories of different subjects are judged apart.</summary>
    public required string Subject { get; init; }

    /// <summary>Whether it may have changed the grain.</summary>
    public required bool IsWrite { get; init; }

    /// <summary>
    /// For a write, what it was to leave there, such as an entry or a register's new text; for a read, what it saw. Written values are the operation's own: no other one
    /// of the subject writes the same. Null: nothing, as when a register is empty.
    /// </summary>
    public string? Value { get; init; }

    /// <summary>Which version of the grain the answer told of; higher is later. Null when it told none.</summary>
    public long? Version { get; init; }

    /// <summary>When it was invoked, since the recorder was made, on the monotonic clock.</summary>
    public required TimeSpan Start { get; init; }

    /// <summary>When its outcome was known, or given up.</summary>
    public required TimeSpan End { get; init; }

    /// <summary>What the caller knows of it in the end.</summary>
    public required Outcome Outcome { get; init; }

    /// <summary>How often it was tried by the recorder; the client's own retries not counted.</summary>
    public required int Attempts { get; init; }

    /// <summary>The first error that was seen; the outcome may have been learned by a later attempt.</summary>
    public string? Error { get; init; }

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant(
        $"{(IsWrite ? "write" : "read")} of '{Value}' on {Subject} ({Outcome}, from {Start.TotalSeconds:0.000} s to {End.TotalSeconds:0.000} s, {Id})");
}
