namespace ActiveActive.Tests.Cluster.Encryption;

[GenerateSerializer]
public sealed class Secret
{
    [Id(0)]
    public string Text { get; set; } = "";
}
