namespace ActiveActive.Tests.Cluster.Storage;

/// <summary>A grain with a persistent and a durable state of one name.</summary>
[Alias("test.INoteGrain")]
public interface INoteGrain : IGrainWithStringKey
{
    [Alias("Read")]
    Task<string> Read();

    [Alias("Write")]
    Task Write(string text);

    [Alias("Clear")]
    Task Clear();

    /// <summary>How often <see cref="Write"/> has counted in the durable state.</summary>
    [Alias("Count")]
    Task<long> Count();

    /// <summary>Ends the activation after this call.</summary>
    [Alias("Leave")]
    Task Leave();
}
