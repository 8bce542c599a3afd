using ActiveActive.Cli.Drills.Grounds;
using ActiveActive.TestKit;
using ActiveActive.TestKit.History;

namespace ActiveActive.Cli.Drills;

/// <summary>What the drill itself knows, beside the history.</summary>
/// <param name="From">When what is measured began, the load being warm, in microseconds of <see cref="Clock"/>.</param>
/// <param name="Until">When it ended.</param>
/// <param name="Cuts">How many connections were cut.</param>
/// <param name="Events">All that happened.</param>
/// <param name="Memory">What the processes held, over time.</param>
/// <param name="Folder">Where history and verdict lie.</param>
internal sealed record DrillFacts(long From, long Until, long Cuts, IReadOnlyList<TimedEvent> Events, IReadOnlyList<MemorySample> Memory, string Folder)
{
    /// <summary>How long changes took from region to region; empty where there is one.</summary>
    public IReadOnlyList<LagSample> Lags { get; init; } = [];
}
