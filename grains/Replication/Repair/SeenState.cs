using ActiveActive.Merging;

namespace ActiveActive.Replication.Repair;

/// <summary>A region's row of a state, as regions compare theirs.</summary>
/// <param name="Context">What it has seen; null when the row cannot be read.</param>
/// <param name="Print">Of what it shows and has seen.</param>
internal sealed record SeenState(CausalContext? Context, BatchHash Print);
