using System.Text.Json.Serialization;

namespace ActiveActive.Merging;

/// <summary>What one change added to a counter; or, folded, what its writer had added up to that change.</summary>
/// <param name="Amount">The amount.</param>
/// <param name="Effect">Names the effect of the request, so that the same one made in two regions counts once. Empty when folded.</param>
/// <param name="IsRetry">Whether the request had been made before, so that another region may have it, too.</param>
internal readonly record struct Share(
    [property: JsonPropertyName("a")] long Amount,
    [property: JsonPropertyName("e"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] Guid Effect = default,
    [property: JsonPropertyName("r"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool IsRetry = false)
{
    [JsonIgnore]
    public bool IsFolded => Effect == Guid.Empty;

    public static Share Of(Writing at, long amount) => new(amount, at.Effect, at.IsRetry);
}
