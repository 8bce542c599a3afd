using ActiveActive.TestKit;

namespace ActiveActive.Cli.Drills;

/// <summary>What the drill itself knows, beside the history.</summary>
/// <param name="From">When the load began, in microseconds of <see cref="Clock"/>.</param>
/// <param name="Until">When it ended.</param>
/// <param name="Cuts">How many connections were cut.</param>
/// <param name="Died">Silos that died without having been killed.</param>
/// <param name="Folder">Where history and verdict lie.</param>
internal sealed record DrillFacts(long From, long Until, long Cuts, IReadOnlyList<string> Died, string Folder);
