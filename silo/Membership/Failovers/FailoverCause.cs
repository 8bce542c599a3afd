namespace ActiveActive.Silo.Membership.Failovers;

/// <summary>How a silo came to be gone.</summary>
internal enum FailoverCause
{
    /// <summary>Its process died: the operating system ended its connections.</summary>
    Crash,

    /// <summary>It was silent for too long: frozen, cut off, or too slow.</summary>
    Probes,

    /// <summary>It left in order.</summary>
    Left,

    /// <summary>An operator declared it dead on this silo.</summary>
    Evicted,
}
