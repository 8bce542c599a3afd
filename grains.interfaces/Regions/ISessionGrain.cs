using Orleans.Concurrency;

namespace ActiveActive;

/// <summary>Keeps a caller's session when it moves between regions. One on every silo; key 0.</summary>
[Alias("aa.ISessionGrain")]
public interface ISessionGrain : IGrainWithIntegerKey
{
    /// <summary>Whether this region has applied what a token names, or does within a time. Ask before the first call here of a session that was elsewhere.</summary>
    /// <param name="token">A <see cref="SessionToken"/> as text.</param>
    /// <param name="most">How long to wait; 0 to 1 minute.</param>
    /// <exception cref="RefusedException"><c>invalid-session</c>: it is no token.</exception>
    [ReadOnly, AlwaysInterleave, Alias("Reach")]
    Task<bool> Reach(string token, TimeSpan most);

    /// <summary>The token with all that may have been met here by now. Ask after a call.</summary>
    /// <param name="token">The token before.</param>
    /// <exception cref="RefusedException"><c>invalid-session</c>: it is no token.</exception>
    [ReadOnly, AlwaysInterleave, Alias("Advance")]
    Task<string> Advance(string token);
}
