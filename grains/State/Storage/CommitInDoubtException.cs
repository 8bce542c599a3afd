namespace ActiveActive.State.Storage;

/// <summary>A write's connection was lost before its outcome arrived. Raised by a store to the write path, which sends the same write again.</summary>
public sealed class CommitInDoubtException(string message, Exception? inner = null) : Exception(message, inner);
