using Orleans.Concurrency;

namespace ActiveActive;

/// <summary>Every grain with replicated state has this: reads what a conflict is between, and writes again what it has discarded.</summary>
[ExactlyOnce, Alias("aa.IConflictExtension")]
public interface IConflictExtension : IGrainExtension
{
    /// <summary>The values of a conflict. In the database they are encrypted when encryption at rest is on.</summary>
    /// <param name="conflict">The conflict's number in this region.</param>
    /// <exception cref="RefusedException">There is no such conflict of this grain.</exception>
    [ReadOnly, Alias("Read")]
    Task<ConflictValues> Read(long conflict);

    /// <summary>Writes the hidden value of a conflict again, as a change of the grain made now: it is shown in all regions, until somebody writes again.</summary>
    /// <param name="conflict">The conflict's number in this region.</param>
    /// <exception cref="RefusedException">There is no such conflict of this grain, its value was too long to be kept, or its place cannot be written. Nothing was changed.</exception>
    [Alias("Restore")]
    Task Restore(long conflict);
}
