namespace ActiveActive.State;

/// <summary>Asks for an <see cref="IReplicatedState{T}"/> in a grain's constructor.</summary>
/// <param name="name">The state's name within the grain; part of its row's key, in all regions, so it must not change once there is data.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class ReplicatedStateAttribute(string name = "state") : Attribute, IFacetMetadata
{
    /// <summary>The state's name within the grain.</summary>
    public string Name { get; } = name;

    /// <summary>What has to have happened before a change is acknowledged, if the update does not say otherwise. Default <see cref="Acknowledge.Local"/>.</summary>
    public Acknowledge Acknowledge { get; set; }
}
