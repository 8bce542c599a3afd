using ActiveActive.Merging;

namespace ActiveActive.Tests.Cluster.Regions.Grains;

public sealed record Notebook
{
    public Counter Count { get; init; } = Counter.Empty;

    public AddWinsSet<string> Words { get; init; } = AddWinsSet<string>.Empty;

    public LastWriterWinsRegister<string> Title { get; init; } = LastWriterWinsRegister<string>.Empty;

    public LastWriterWinsRegister<FragileText> Seal { get; init; } = LastWriterWinsRegister<FragileText>.Empty;
}
