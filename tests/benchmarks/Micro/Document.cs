namespace ActiveActive.Benchmarks.Micro;

/// <summary>A state that is not immutable, so that updates get a copy.</summary>
internal sealed class Document
{
    public long Number { get; set; }

    public byte[] Payload { get; set; } = [];
}
