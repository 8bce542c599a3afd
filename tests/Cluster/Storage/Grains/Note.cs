namespace ActiveActive.Tests.Cluster.Storage;

/// <summary>What is stored.</summary>
[GenerateSerializer, Alias("test.Note")]
public sealed class Note
{
    [Id(0)]
    public string Text { get; set; } = "";
}
