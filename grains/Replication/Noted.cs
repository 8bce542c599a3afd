using System.Text.Json.Serialization;

namespace ActiveActive.Replication;

/// <summary>Up to where a state has a writer's changes, with the batch that told the last of them: when that one is stable, so are they.</summary>
/// <param name="Number">Of the writer's last change to this state.</param>
/// <param name="Shard">The writer's storage shard.</param>
/// <param name="Batch">The batch's number in the writer's stream.</param>
internal readonly record struct Noted(
    [property: JsonPropertyName("n")] long Number,
    [property: JsonPropertyName("s")] int Shard,
    [property: JsonPropertyName("b")] long Batch);
