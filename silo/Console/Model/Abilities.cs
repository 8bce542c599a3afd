namespace ActiveActive.Silo.Console.Model;

/// <summary>What the silo that answers lets be done and seen.</summary>
/// <param name="Actions">Whether silos can be drained and evicted and dead letters dropped from here.</param>
/// <param name="ShowState">Whether values of states are shown.</param>
/// <param name="Version">The version of the silo's code.</param>
internal sealed record Abilities(bool Actions, bool ShowState, string Version);
