namespace ActiveActive.Merging;

/// <summary>Collects the dots of what an update has removed or replaced.</summary>
public sealed class Removals
{
    private readonly List<Dot> _dots = [];

    /// <summary>What was collected.</summary>
    public IReadOnlyList<Dot> Dots => _dots;

    /// <summary>One more.</summary>
    public void Add(Dot dot) => _dots.Add(dot);
}
