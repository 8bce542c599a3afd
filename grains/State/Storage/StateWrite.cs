using System.Diagnostics;

namespace ActiveActive.State.Storage;

/// <summary>One write of a state with all that commits with it: all or nothing.</summary>
/// <param name="Key">The row.</param>
/// <param name="ExpectedVersion">The version that the row must have now; 0 for no row. A successful write that changes the state raises it by 1.</param>
/// <param name="WriteId">Names this write; the same write may be sent again after a lost connection, and is applied once.</param>
/// <param name="ChangesState">False to record effects only, against an unchanged row.</param>
/// <param name="TypeVersion">The version of the state's type.</param>
/// <param name="Payload">The next state; null to delete it.</param>
/// <param name="Effects">The effects, each of which must be new.</param>
/// <param name="Sends">The calls to send.</param>
public sealed record StateWrite(
    StateKey Key,
    long ExpectedVersion,
    Guid WriteId,
    bool ChangesState,
    int TypeVersion,
    byte[]? Payload,
    IReadOnlyList<EffectRow> Effects,
    IReadOnlyList<SendRow> Sends)
{
    /// <summary>What it tells other regions; null for nothing.</summary>
    public StateDelta? Tells { get; init; }

    /// <summary>The recorded traces that the write is part of; none when none is recorded. The first of them goes on in the regions that the change is told.</summary>
    public IReadOnlyList<ActivityContext> Traces { get; init; } = [];

    /// <summary>The same as an entry of the log, once the store has made it; null for none.</summary>
    public LogRow? Log { get; init; }
}
