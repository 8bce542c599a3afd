namespace ActiveActive.State.Sends;

/// <summary>A grain call as it is kept in the database: the request in Orleans' own wire form, which newer versions of an interface can read.</summary>
[GenerateSerializer, Alias("aa.SentCall")]
internal sealed class SentCall
{
    [Id(0)]
    public GrainId Target { get; set; }

    [Id(1)]
    public GrainInterfaceType Interface { get; set; }

    [Id(2)]
    public object Request { get; set; } = null!;
}
