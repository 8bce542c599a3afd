namespace ActiveActive;

/// <summary>What the caller of a failed call should do. Every error of the framework carries one.</summary>
public enum Advice
{
    /// <summary>Call again with the same request id; the client library does so by itself until the call's deadline.</summary>
    Retry = 0,

    /// <summary>The outcome is unknown: it may or may not have happened. Call again with the same request id to learn which.</summary>
    RetrySameId = 1,

    /// <summary>Read the present state and decide anew, for example after an ETag mismatch.</summary>
    Refresh = 2,

    /// <summary>A final answer of the application, such as a refused withdrawal. Calling again will not help by itself.</summary>
    GiveUp = 3,

    /// <summary>The call, the configuration or a deployed version is wrong. A person has to change it.</summary>
    FixTheCause = 4,
}
