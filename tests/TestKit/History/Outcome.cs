namespace ActiveActive.TestKit.History;

/// <summary>What the caller knows of an operation in the end.</summary>
public enum Outcome
{
    /// <summary>Acknowledged: it must be there exactly once.</summary>
    Ok,

    /// <summary>Refused by the application: it must not be there.</summary>
    Refused,

    /// <summary>Neither: it may be there, but not twice.</summary>
    Unknown,
}
