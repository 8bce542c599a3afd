using System.Collections.Concurrent;

namespace ActiveActive.State.Storage;

/// <summary>Names a state's row.</summary>
/// <param name="GrainType">Orleans' name of the grain's type.</param>
/// <param name="GrainKey">The grain's key.</param>
/// <param name="Name">The state's name within the grain.</param>
public readonly record struct StateKey(string GrainType, string GrainKey, string Name)
{
    // Types are few, and a key is made for each write.
    private static readonly ConcurrentDictionary<GrainType, string> TypeNames = new();

    /// <summary>The key of a grain's state.</summary>
    public static StateKey Of(GrainId grain, string name) => new(TypeNames.GetOrAdd(grain.Type, static type => type.ToString()!), grain.Key.ToString()!, name);

    /// <summary>Whether it is the same row.</summary>
    /// <param name="other">Another key.</param>
    public bool Equals(StateKey other) => GrainKey == other.GrainKey && Name == other.Name && GrainType == other.GrainType;

    /// <summary>By the grain's key, in which keys differ most.</summary>
    public override int GetHashCode() => HashCode.Combine(GrainKey, Name.Length);

    /// <inheritdoc/>
    public override string ToString() => $"{GrainType}/{GrainKey}/{Name}";
}
