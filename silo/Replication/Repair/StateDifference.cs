using ActiveActive.Replication.Repair;
using ActiveActive.State.Storage;

namespace ActiveActive.Silo.Replication.Repair;

/// <summary>A state that is not the same in two regions.</summary>
/// <param name="Key">The state.</param>
/// <param name="Finding">How they differ.</param>
/// <param name="Here">This region's row; null for none.</param>
/// <param name="There">The other region's; null for none.</param>
internal sealed record StateDifference(StateKey Key, Finding Finding, SeenState? Here, SeenState? There);
