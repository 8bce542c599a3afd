using ActiveActive.State;

namespace ActiveActive.Counters;

/// <summary>A counter's sum, and how many additions made it.</summary>
[Immutable, StateType(1)]
internal sealed record CounterState
{
    public long Value { get; init; }

    public long Additions { get; init; }

    public CounterValue View() => new(Value, Additions);

    /// <exception cref="RefusedException"><c>out-of-range</c>.</exception>
    public CounterState Add(long amount)
    {
        try
        {
            return new CounterState { Value = checked(Value + amount), Additions = Additions + 1 };
        }
        catch (OverflowException)
        {
            throw new RefusedException(
                "out-of-range",
                $"The counter is at {Value}; with {amount} added it would not fit a signed 64-bit number. Nothing was added; add less.");
        }
    }
}
