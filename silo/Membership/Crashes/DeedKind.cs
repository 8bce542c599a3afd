namespace ActiveActive.Silo.Membership.Crashes;

/// <summary>What <see cref="CrashDetector"/> wants to be done.</summary>
internal enum DeedKind
{
    /// <summary>Dial the peer's silo port, and look at the gateway port when that refuses; report by <see cref="CrashDetector.Checked"/>.</summary>
    Check,

    /// <summary>Tell all other peers that this one refuses us.</summary>
    Tell,

    /// <summary>Write into the membership table that the peer is dead, unless that is there already.</summary>
    Evict,

    /// <summary>The peer is no member any more: end the connection to it.</summary>
    Forget,
}
