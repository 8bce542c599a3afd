namespace ActiveActive.Silo.Requests.Sends;

/// <summary>What came of a delivery.</summary>
internal enum SendOutcome
{
    /// <summary>Delivered, or refused and compensated.</summary>
    Done,

    /// <summary>To be tried again.</summary>
    Postponed,

    /// <summary>Refused, and so was its compensation.</summary>
    Failed,
}
