namespace ActiveActive.Silo.Membership.Crashes;

/// <summary>What a look at a peer has shown.</summary>
internal enum CheckResult
{
    /// <summary>Nothing certain: no answer in time, accepted without a welcome (frozen, or its accept loop is dead), one port open and the other not.</summary>
    NoEvidence = 0,

    /// <summary>The peer itself answered, at the address that was dialed; the connection goes on.</summary>
    Welcomed = 1,

    /// <summary>The peer itself answered, but through something that translates addresses: refusals may come from there and prove nothing.</summary>
    Translated = 2,

    /// <summary>Silo port and gateway port were refused.</summary>
    Refused = 3,

    /// <summary>A later process answered at the same address.</summary>
    Replaced = 4,
}
