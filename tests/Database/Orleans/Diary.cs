namespace ActiveActive.Tests.Database.Orleans;

[GenerateSerializer]
public sealed class Diary
{
    [Id(0)]
    public string? Text { get; set; }
}
