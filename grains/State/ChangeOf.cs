using System.Collections.Immutable;
using ActiveActive.State.Sends;

namespace ActiveActive.State;

/// <summary>The outcome of an update's function: see <see cref="Change"/> for how to make one.</summary>
public sealed class Change<TState, TReply>
    where TState : class
{
    internal Change(ChangeKind kind, TState next, TReply reply)
    {
        Kind = kind;
        Next = next;
        Reply = reply;
    }

    internal ChangeKind Kind { get; }

    internal TState Next { get; }

    internal TReply Reply { get; }

    internal ImmutableArray<CapturedSend> Sends { get; private set; } = [];

    /// <summary>The same reply and sends with a state of another form.</summary>
    internal Change<TOther, TReply> Into<TOther>(ChangeKind kind, TOther next)
        where TOther : class => new(kind, next, Reply) { Sends = Sends };

    /// <summary>
    /// Adds a call that commits with this change and is then delivered to another grain, exactly once, however long it takes and whatever fails
    /// meanwhile. Several sends are delivered independently, in no promised order.
    /// </summary>
    /// <param name="target">The grain to call, of an interface marked <see cref="ExactlyOnceAttribute"/>.</param>
    /// <param name="call">The one call to make; its result is not used.</param>
    /// <exception cref="ExactlyOnceException">The call cannot be kept.</exception>
    public Change<TState, TReply> Send<TGrain>(TGrain target, Func<TGrain, Task> call)
        where TGrain : class, IGrain
    {
        Sends = Sends.Add(new CapturedSend(SendCapture.Capture(target, call), null));
        return this;
    }

    /// <summary>As <see cref="Send{TGrain}(TGrain, Func{TGrain, Task})"/>, with a call to send instead if the target refuses (<see cref="RefusedException"/>).</summary>
    /// <param name="target">The grain to call.</param>
    /// <param name="call">The one call to make.</param>
    /// <param name="compensationTarget">The grain to call if <paramref name="target"/> refused; often the sender itself.</param>
    /// <param name="ifRefused">The one call to make then.</param>
    public Change<TState, TReply> Send<TGrain, TCompensation>(
        TGrain target,
        Func<TGrain, Task> call,
        TCompensation compensationTarget,
        Func<TCompensation, Task> ifRefused)
        where TGrain : class, IGrain
        where TCompensation : class, IGrain
    {
        Sends = Sends.Add(new CapturedSend(SendCapture.Capture(target, call), SendCapture.Capture(compensationTarget, ifRefused)));
        return this;
    }
}
