namespace ActiveActive;

/// <summary>A stream as a region has it.</summary>
/// <param name="Name">Its origin, shard and class.</param>
/// <param name="Stored">The last batch here.</param>
/// <param name="Applied">Up to where it is applied.</param>
/// <param name="Kept">How many batches the log still has.</param>
[GenerateSerializer, Immutable, Alias("aa.StreamStatus")]
public sealed record StreamStatus(
    [property: Id(0)] string Name,
    [property: Id(1)] long Stored,
    [property: Id(2)] long Applied,
    [property: Id(3)] long Kept);
