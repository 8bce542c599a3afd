namespace ActiveActive.State.Storage;

/// <summary>Names a state's row.</summary>
/// <param name="GrainType">Orleans' name of the grain's type.</param>
/// <param name="GrainKey">The grain's key.</param>
/// <param name="Name">The state's name within the grain.</param>
public readonly record struct StateKey(string GrainType, string GrainKey, string Name)
{
    /// <summary>The key of a grain's state.</summary>
    public static StateKey Of(GrainId grain, string name) => new(grain.Type.ToString()!, grain.Key.ToString()!, name);

    /// <inheritdoc/>
    public override string ToString() => $"{GrainType}/{GrainKey}/{Name}";
}
