namespace ActiveActive.Client.Watch;

/// <summary>What a try to connect has shown.</summary>
internal enum PortState
{
    /// <summary>Nothing certain: no answer in time, no route, or any other error.</summary>
    NoAnswer = 0,

    /// <summary>The machine answered that nobody listens there.</summary>
    Refused = 1,

    /// <summary>Somebody listens, or at least the operating system does for it: a frozen process is open too.</summary>
    Open = 2,
}
