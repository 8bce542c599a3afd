using System.Collections.Immutable;

namespace Tickets;

/// <summary>A show's state.</summary>
[Immutable]
public sealed record Show
{
    public ImmutableList<string> Seats { get; init; } = [];
}
