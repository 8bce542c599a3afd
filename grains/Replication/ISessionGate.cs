namespace ActiveActive.Replication;

/// <summary>Judges session tokens.</summary>
internal interface ISessionGate
{
    /// <summary>Whether this region has applied what a token names, or does within a time.</summary>
    Task<bool> Reach(SessionToken token, TimeSpan most, CancellationToken cancellation);

    /// <summary>The token with all that may have been met here by now.</summary>
    Task<SessionToken> Advance(SessionToken token, CancellationToken cancellation);
}
