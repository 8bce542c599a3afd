namespace ActiveActive.Silo.Console.Model;

/// <summary>How a link is, in one word.</summary>
internal enum LinkStatus
{
    /// <summary>Nothing has been heard of it yet, or nothing recent.</summary>
    Unknown = 0,

    /// <summary>All has arrived, or is on its way.</summary>
    InSync = 1,

    /// <summary>It works, and has something to catch up with.</summary>
    CatchingUp = 2,

    /// <summary>Nothing comes through.</summary>
    Cut = 3,
}
