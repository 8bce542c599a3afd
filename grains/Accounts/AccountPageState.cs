using System.Collections.Immutable;
using ActiveActive.State;

namespace ActiveActive.Accounts;

/// <summary>A page's entries, oldest first. Written once.</summary>
[Immutable, StateType(1)]
internal sealed record AccountPageState
{
    public ImmutableArray<StoredEntry> Entries { get; init; } = [];
}
