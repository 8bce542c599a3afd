namespace ActiveActive.Database.Conflicts;

/// <summary>Two values that regions wrote to the same place of a state without knowledge of each other.</summary>
/// <param name="Id">Its number in this region.</param>
/// <param name="GrainType">The grain's type.</param>
/// <param name="GrainKey">The grain's key.</param>
/// <param name="Name">The state's name within the grain.</param>
/// <param name="Path">Where in the state: members and keys with slashes between.</param>
/// <param name="Kind"><c>discarded</c>: the hidden value is not shown. <c>concurrent</c>: it is shown beside the other one, until somebody writes again.</param>
/// <param name="Shown">The value that is shown.</param>
/// <param name="Hidden">The other one.</param>
/// <param name="SeenAt">When this region met it.</param>
/// <param name="RestoredAt">When the hidden value was written again; null when it was not.</param>
public sealed record KeptConflict(
    long Id, string GrainType, string GrainKey, string Name, string Path, string Kind, KeptConflict.Side Shown, KeptConflict.Side Hidden, DateTimeOffset SeenAt, DateTimeOffset? RestoredAt)
{
    /// <summary>What a value begins with that is encrypted; silos can read it. No JSON does.</summary>
    public const string Sealed = "sealed:";

    /// <summary>A hash over what the pair is.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public byte[] Said { get; init; } = [];

    /// <summary>One of the two values.</summary>
    /// <param name="Value">Its JSON.</param>
    /// <param name="IsCut">Whether that is only its beginning.</param>
    /// <param name="Region">The region that wrote it.</param>
    /// <param name="At">When, by that region's clock.</param>
    /// <param name="Stamp">The same as it is compared.</param>
    public sealed record Side(string Value, bool IsCut, string Region, DateTimeOffset At, string Stamp)
    {
        /// <summary>Whether the value is encrypted.</summary>
        [System.Text.Json.Serialization.JsonIgnore]
        public bool IsSealed => Value.StartsWith(Sealed, StringComparison.Ordinal);
    }
}
