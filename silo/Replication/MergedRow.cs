using ActiveActive.State.Storage;

namespace ActiveActive.Silo.Replication;

/// <summary>A state whose row was merged, as silos tell each other.</summary>
/// <param name="GrainType">The grain's type.</param>
/// <param name="GrainKey">The grain's key.</param>
/// <param name="Name">The state's name.</param>
/// <param name="Version">The row's version; 0 when the row is to be read.</param>
/// <param name="TypeVersion">The version of the type that wrote it.</param>
/// <param name="Payload">What is in it; null when it is to be read.</param>
[GenerateSerializer, Immutable, Alias("aa.MergedRow")]
internal sealed record MergedRow(
    [property: Id(0)] string GrainType, [property: Id(1)] string GrainKey, [property: Id(2)] string Name, [property: Id(3)] long Version = 0, [property: Id(4)] int TypeVersion = 0, [property: Id(5)] byte[]? Payload = null)
{
    /// <summary>Larger rows are read by the silo that has the grain: all silos are told, and only one of them needs it.</summary>
    private const int MostBytes = 8 << 10;

    public StateKey Key => new(GrainType, GrainKey, Name);

    /// <summary>What is in the row; null when it is to be read.</summary>
    public StateRow? Row => Payload is null ? null : new StateRow(Version, TypeVersion, Payload);

    /// <summary>Of a row that is to be read.</summary>
    public static MergedRow Of(StateKey key) => new(key.GrainType, key.GrainKey, key.Name);

    /// <summary>Of a row that was just written.</summary>
    public static MergedRow Of(StateKey key, long version, int typeVersion, byte[] payload) => payload.Length > MostBytes ? Of(key) : new(key.GrainType, key.GrainKey, key.Name, version, typeVersion, payload);
}
