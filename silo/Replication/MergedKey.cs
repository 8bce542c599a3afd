using ActiveActive.State.Storage;

namespace ActiveActive.Silo.Replication;

/// <summary>A state, as silos tell each other.</summary>
[GenerateSerializer, Immutable, Alias("aa.MergedKey")]
internal readonly record struct MergedKey([property: Id(0)] string GrainType, [property: Id(1)] string GrainKey, [property: Id(2)] string Name)
{
    public StateKey Key => new(GrainType, GrainKey, Name);

    public static MergedKey Of(StateKey key) => new(key.GrainType, key.GrainKey, key.Name);
}
