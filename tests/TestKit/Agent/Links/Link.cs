namespace ActiveActive.TestKit.Agent.Links;

/// <summary>One connection's two ends. The other end may not be known at once, or ever; it is then taken to be connected.</summary>
/// <param name="links">The cuts.</param>
/// <param name="self">The number of the end that we are in.</param>
/// <param name="findOther">Looks for the other end's number; null when it cannot be told yet. Asked only while something is cut.</param>
internal sealed class Link(LinkSwitch links, int self, Func<int?> findOther)
{
    private int? _other;

    public bool IsCut
    {
        get
        {
            var cuts = links.Cuts;
            return !cuts.IsEmpty && (_other ??= findOther()) is { } other && cuts.Separate(self, other);
        }
    }

    /// <summary>Completes when the cuts change. Take it before asking <see cref="IsCut"/>.</summary>
    public Task Changed => links.Changed;
}
