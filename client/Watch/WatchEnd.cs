namespace ActiveActive.Client.Watch;

/// <summary>Why a watch connection is over.</summary>
internal enum WatchEnd
{
    /// <summary>We ended it.</summary>
    Cancelled = 0,

    /// <summary>The other side ended it without a goodbye: its process died, or something between the two did. Dial again to see.</summary>
    Closed = 1,

    /// <summary>The other side had said goodbye.</summary>
    Goodbye = 2,

    /// <summary>We gave it up because no ping was answered for long: frozen or cut off. A new connection gets through sooner once that is over.</summary>
    Silent = 3,
}
