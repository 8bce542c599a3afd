namespace ActiveActive.TestKit.History;

/// <summary>One operation of the load as its caller saw it. A line of the history file.</summary>
internal sealed record Operation
{
    /// <summary>The request id; on accounts also the reference of the entry that it makes.</summary>
    public required Guid Id { get; init; }

    public required OperationKind Kind { get; init; }

    /// <summary>The counter or account.</summary>
    public required string Key { get; init; }

    /// <summary>For a transfer, the account that receives.</summary>
    public string? To { get; init; }

    public long Amount { get; init; }

    /// <summary>When it was to start, in microseconds of the machine's monotonic clock. Latency counts from here: a late start is no excuse.</summary>
    public required long Due { get; init; }

    public long Start { get; init; }

    /// <summary>When the outcome was known.</summary>
    public long End { get; init; }

    public Outcome Outcome { get; init; }

    /// <summary>Which version of the grain the answer tells of: a counter's additions, an account's entries.</summary>
    public long Version { get; init; }

    /// <summary>A counter's value or an account's balance, as answered.</summary>
    public long Value { get; init; }

    /// <summary>The first error that the caller saw, if any; the outcome may have been learned by asking again under the same id.</summary>
    public string? Error { get; init; }

    public bool IsRead => Kind is OperationKind.CounterRead or OperationKind.Balance;

    public bool IsOnCounter => Kind is OperationKind.CounterAdd or OperationKind.CounterRead;

    /// <summary>Names the grain.</summary>
    public string Grain => IsOnCounter ? $"counter/{Key}" : $"account/{Key}";
}
