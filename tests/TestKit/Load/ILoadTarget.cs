using ActiveActive.TestKit.History;

namespace ActiveActive.TestKit.Load;

/// <summary>What the load calls: a region, or a peer that is measured in the same way.</summary>
internal interface ILoadTarget : IAsyncDisposable
{
    /// <summary>
    /// Whether an operation may be made again under its id after an unknown outcome. Where it may not, as in systems that deliver at most once, the first error is the end of it.
    /// </summary>
    bool MayRepeat { get; }

    /// <summary>How many connections <see cref="Disturb"/> has cut.</summary>
    long Cuts => 0;

    /// <summary>Makes one operation, and tells what it was answered with.</summary>
    /// <exception cref="RefusedException">The application's rules refuse it.</exception>
    Task<Answer> Call(Operation operation, int attempt);

    /// <summary>Makes the target's own connections worse on purpose until cancelled; most have nothing to do.</summary>
    Task Disturb(CancellationToken until) => Task.CompletedTask;
}
