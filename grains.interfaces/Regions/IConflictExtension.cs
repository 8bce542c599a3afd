namespace ActiveActive;

/// <summary>Every grain with replicated state has this: writes again what a conflict has discarded.</summary>
[ExactlyOnce, Alias("aa.IConflictExtension")]
public interface IConflictExtension : IGrainExtension
{
    /// <summary>Writes the hidden value of a conflict again, as a change of the grain made now: it is shown in all regions, until somebody writes again.</summary>
    /// <param name="conflict">The conflict's number in this region.</param>
    /// <exception cref="RefusedException">There is no such conflict of this grain, its value was too long to be kept, or its place cannot be written. Nothing was changed.</exception>
    [Alias("Restore")]
    Task Restore(long conflict);
}
