using ActiveActive.Merging;

namespace ActiveActive.State;

/// <summary>A replicated state that tells whether its grain has something to do about what another region wrote. The grain's class implements <see cref="IReactToMerge"/>.</summary>
public interface ICallForReaction
{
    /// <summary>Whether there is something to be done in a region. False once it is done, or regions would answer each other for ever.</summary>
    /// <param name="here">The region.</param>
    /// <param name="now">Its time.</param>
    bool CallsForReaction(Origin here, DateTimeOffset now);
}
