namespace ActiveActive.Tests.Cluster.Http;

/// <summary>All HTTP tests share one silo; each uses keys of its own.</summary>
[CollectionDefinition(Name)]
public sealed class HttpCollection : ICollectionFixture<HttpSilo>
{
    public const string Name = "http";
}
