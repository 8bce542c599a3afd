namespace ActiveActive.Peers.Akka;

/// <summary>Has an actor store so many bytes.</summary>
internal sealed record WriteBlob(int Payload);

/// <summary>Asks an actor how often it has stored.</summary>
internal sealed record ReadBlob;

/// <summary>An actor's answer: how often it has stored.</summary>
internal sealed record BlobIs(long Number);

/// <summary>The event of a write, and the snapshot.</summary>
internal sealed record Wrote(long Number, byte[] Payload);
