namespace ActiveActive.Client.Watch;

/// <summary>Numbers of the watch protocol.</summary>
internal static class WatchProtocol
{
    /// <summary>The highest version that this code speaks. Frames are only ever extended at their ends, so it is for information so far.</summary>
    public const byte Version = 1;

    /// <summary>The largest frame that is sent or accepted, in bytes after its length.</summary>
    public const int MaxFrame = 256 * 1024;

    /// <summary>The most members of a cluster that one frame tells of. A frame of that many IPv6 members fits <see cref="MaxFrame"/>.</summary>
    public const int MaxMembers = 5_000;

    /// <summary>The longest text in a frame, in characters.</summary>
    public const int MaxText = 500;

    /// <summary>
    /// A watch connection's first bytes. Orleans begins each connection with a length of four bytes, little-endian, of at most 1,024; read so, these would be more than a billion.
    /// </summary>
    public static ReadOnlySpan<byte> Magic => "AAWATCH1"u8;
}
