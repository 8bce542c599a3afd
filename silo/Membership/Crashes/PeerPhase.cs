namespace ActiveActive.Silo.Membership.Crashes;

/// <summary>How a silo stands to a peer.</summary>
internal enum PeerPhase
{
    /// <summary>Never reached without address translation: refusals prove nothing.</summary>
    Unproven,

    /// <summary>Connected.</summary>
    Watched,

    /// <summary>The connection has ended; nothing certain is known yet.</summary>
    Doubted,

    /// <summary>There is evidence that its process is gone.</summary>
    Gone,
}
