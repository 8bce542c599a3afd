namespace ActiveActive.Silo.Membership.Crashes;

/// <summary>What <see cref="CrashDetector"/> remembers of one peer.</summary>
internal sealed class Peer(SiloAddress address)
{
    public SiloAddress Address { get; } = address;

    public PeerPhase Phase { get; set; }

    /// <summary>Whether a check is under way; there is one at a time.</summary>
    public bool IsChecking { get; set; }

    /// <summary>When to check again; null when connected or while a check is under way.</summary>
    public TimeSpan? NextCheck { get; set; }

    /// <summary>When it welcomed us last.</summary>
    public TimeSpan ConnectedAt { get; set; }

    /// <summary>Checks since the connection ended.</summary>
    public int Checks { get; set; }

    /// <summary>Of these the last ones in a row that were refused.</summary>
    public int Refusals { get; set; }

    /// <summary>When the evidence was seen last, while it is there.</summary>
    public TimeSpan EvidenceAt { get; set; }

    /// <summary>Whether an eviction was asked for since the evidence was seen last; the next one takes new evidence.</summary>
    public bool IsEvictionAsked { get; set; }

    /// <summary>When the evidence was complete.</summary>
    public TimeSpan GoneSince { get; set; }

    /// <summary>How often the evidence was looked at again.</summary>
    public int Verifications { get; set; }

    /// <summary>Who else says that this peer refuses it, and when that was said last.</summary>
    public Dictionary<SiloAddress, TimeSpan> Reports { get; } = [];
}
