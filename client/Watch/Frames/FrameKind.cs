namespace ActiveActive.Client.Watch.Frames;

/// <summary>The byte that tells a frame's kind. Values are never given to another kind; unknown ones are skipped by the reader.</summary>
internal enum FrameKind : byte
{
    Hello = 1,
    Welcome = 2,
    TurnedAway = 3,
    Ping = 4,
    Pong = 5,
    Members = 6,
    PeerRefused = 7,
    Goodbye = 8,
}
