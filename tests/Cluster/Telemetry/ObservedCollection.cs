namespace ActiveActive.Tests.Cluster.Telemetry;

/// <summary>All tests of telemetry share two regions, one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class ObservedCollection : ICollectionFixture<ObservedRegions>
{
    public const string Name = "observed";
}
