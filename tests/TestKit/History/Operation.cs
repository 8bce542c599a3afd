using System.Text.Json.Serialization;

namespace ActiveActive.TestKit.History;

/// <summary>One operation of the load as its caller saw it. A line of the history file.</summary>
internal sealed record Operation
{
    /// <summary>The request id; on accounts also the reference of the entry that it makes.</summary>
    public required Guid Id { get; init; }

    public required OperationKind Kind { get; init; }

    /// <summary>The counter, account, register or cart.</summary>
    public required string Key { get; init; }

    /// <summary>The caller's own region, where there are several; else null.</summary>
    public string? Region { get; init; }

    /// <summary>For a transfer, the account that receives.</summary>
    public string? To { get; init; }

    public long Amount { get; init; }

    /// <summary>For a swap, the text that the register must hold; else null.</summary>
    public string? Expected { get; init; }

    /// <summary>The tag that came with <see cref="Expected"/>.</summary>
    [JsonIgnore]
    public string? ExpectedTag { get; init; }

    /// <summary>When it was to start, in microseconds of the machine's monotonic clock. Latency counts from here: a late start is no excuse.</summary>
    public required long Due { get; init; }

    public long Start { get; init; }

    /// <summary>When the outcome was known.</summary>
    public long End { get; init; }

    public Outcome Outcome { get; init; }

    /// <summary>Which version of the grain the answer tells of: a counter's additions, an account's entries. Registers tell none: always 0. Of a cart, whose answers differ by region, one more than the quantity of all items; 0 where the answer may be another region's.</summary>
    public long Version { get; init; }

    /// <summary>A counter's value or an account's balance, as answered.</summary>
    public long Value { get; init; }

    /// <summary>
    /// On a register, what it holds: for a write or swap the text to write, also when its outcome is unknown, and no other operation's; for a read the text answered, null
    /// when there was none. On a cart, for a put, the item.
    /// </summary>
    public string? Text { get; init; }

    /// <summary>The first error that the caller saw, if any; the outcome may have been learned by asking again under the same id.</summary>
    public string? Error { get; init; }

    [JsonIgnore]
    public bool IsRead => Kind is OperationKind.CounterRead or OperationKind.Balance or OperationKind.RegisterRead or OperationKind.CartRead;

    [JsonIgnore]
    public bool IsOnCounter => Kind is OperationKind.CounterAdd or OperationKind.CounterRead;

    [JsonIgnore]
    public bool IsOnRegister => Kind is OperationKind.RegisterRead or OperationKind.RegisterWrite or OperationKind.RegisterSwap;

    [JsonIgnore]
    public bool IsOnCart => Kind is OperationKind.CartRead or OperationKind.CartPut;

    [JsonIgnore]
    public bool IsOnAccount => !IsOnCounter && !IsOnRegister && !IsOnCart;

    /// <summary>Names the grain; of a cart, as its region has it.</summary>
    [JsonIgnore]
    public string Grain => IsOnCounter ? $"counter/{Key}" : IsOnRegister ? $"register/{Key}" : IsOnCart ? $"cart/{Region}/{Key}" : $"account/{Key}";
}
