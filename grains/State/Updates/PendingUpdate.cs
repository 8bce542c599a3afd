using System.Collections.Immutable;
using System.Diagnostics;
using ActiveActive.State.Sends;

namespace ActiveActive.State.Updates;

/// <summary>One <c>Update</c> on its way: its identity, its function, what the function last computed, and its caller's promise.</summary>
internal abstract class PendingUpdate<TState>(RequestId effect, CallStamp stamp)
    where TState : class
{
    public RequestId Effect { get; } = effect;

    public CallStamp Stamp { get; } = stamp;

    /// <summary>The recorded trace that it is part of; null for none.</summary>
    public ActivityContext? Trace { get; init; }

    /// <summary>
    /// Retries and callers' own keys are looked up before anything else; so is everything after a reload. What is new as far as anybody knows is not, nor the first delivery of a send: should it be known after all, its
    /// commit finds that out.
    /// </summary>
    public bool MustLookUp { get; set; } = stamp.Attempt > 1 || stamp.Kind == CallKind.Keyed;

    /// <summary>Whether the effect is known not to be recorded, as of the version that the present computation started from.</summary>
    public bool KnownNew { get; set; }

    /// <summary>What the function last computed.</summary>
    public ChangeKind Kind { get; protected set; }

    /// <summary>The state after it, or the state before it when it changes nothing.</summary>
    public TState? Next { get; protected set; }

    /// <summary>The serialized reply or refusal, present when it is to be recorded.</summary>
    public byte[]? Record { get; protected set; }

    /// <summary>The sends asked for.</summary>
    public ImmutableArray<CapturedSend> Sends { get; protected set; } = [];

    /// <summary>
    /// Whether also a refusal or an unchanged result is recorded: for keyed calls and sends, because all their attempts must get the same answer; for any other
    /// retry, because an earlier attempt may still be under way and must not have its effect after the caller was told that there is none.
    /// </summary>
    protected bool RecordsAll { get; private set; } = stamp.Kind != CallKind.Ordinary || stamp.Attempt > 1;

    /// <summary>Whether its effect is recorded: always when it changes the state or sends.</summary>
    public bool IsRecorded => Record is not null;

    /// <summary>Has whatever is computed from now on recorded, but for errors, which are never. False when it is so already.</summary>
    public bool TryRecordAll() => !RecordsAll && (RecordsAll = true);

    /// <summary>Runs the function on a state.</summary>
    public abstract void Compute(TState state, ReplyCodec codec);

    /// <summary>Answers the caller with what was computed.</summary>
    public abstract void Complete();

    /// <summary>Answers the caller with what an earlier attempt recorded.</summary>
    public abstract void CompleteFromRecord(byte[] record, ReplyCodec codec);

    /// <summary>Answers the caller with an error.</summary>
    public abstract void Fail(Exception error);

    /// <summary>Answers the caller with whatever another pending update of the same effect gets. That one records it whatever it is, if it is computed after this: it answers a retry now.</summary>
    public virtual void Follow(PendingUpdate<TState> other) => other.RecordsAll = true;
}
