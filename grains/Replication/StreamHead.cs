namespace ActiveActive.Replication;

/// <summary>The last batch of a stream that a region has.</summary>
/// <param name="Number">Its number; 0 for none.</param>
/// <param name="Hash">Its hash.</param>
internal readonly record struct StreamHead(long Number, BatchHash Hash);
