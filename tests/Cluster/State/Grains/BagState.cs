using ActiveActive.State;

namespace ActiveActive.Tests.Cluster.State.Grains;

/// <summary>A mutable class, in its second version: the label came later.</summary>
[StateType(2)]
public sealed class BagState
{
    public IList<string> Items { get; init; } = new List<string>();

    public string Label { get; set; } = "unlabelled";
}
