namespace ActiveActive.State;

/// <summary>Asks for an <see cref="IDurableState{T}"/> in a grain's constructor.</summary>
/// <param name="name">The state's name within the grain; part of its row's key, so it must not change once there is data.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class DurableStateAttribute(string name = "state") : Attribute, IFacetMetadata
{
    /// <summary>The state's name within the grain.</summary>
    public string Name { get; } = name;
}
