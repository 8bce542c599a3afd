namespace ActiveActive;

/// <summary>What changed an account.</summary>
[GenerateSerializer]
public enum AccountEntryKind
{
    /// <summary>The account was opened.</summary>
    Opened = 0,

    /// <summary>An amount was put in.</summary>
    Deposited = 1,

    /// <summary>An amount was taken out.</summary>
    Withdrawn = 2,

    /// <summary>An amount left for another account.</summary>
    Sent = 3,

    /// <summary>An amount arrived from another account.</summary>
    Received = 4,

    /// <summary>An amount came back because the other account refused it.</summary>
    Refunded = 5,
}
