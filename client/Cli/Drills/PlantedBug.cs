namespace ActiveActive.Cli.Drills;

/// <summary>A bug that silos can be run with, to see that the checkers find it.</summary>
/// <param name="Name">What <c>--plant</c> calls it.</param>
/// <param name="Setting">The silo's setting that switches it on, as an environment variable.</param>
internal sealed record PlantedBug(string Name, string Setting)
{
    public static IReadOnlyList<PlantedBug> All { get; } =
    [
        new("no-effect-ids", "ActiveActive__DurableState__PlantNoEffectIds"),
        new("lost-writes", "ActiveActive__DurableState__PlantLostWrites"),
        new("stale-reads", "ActiveActive__DurableState__PlantStaleReads"),
        new("doubled-sends", "ActiveActive__DurableState__PlantDoubledSends"),
        new("open-fence", "ActiveActive__Membership__PlantOpenFence"),
        new("lost-merges", "ActiveActive__Replication__PlantLostMerges"),
        new("forgotten-requests", "ActiveActive__DurableState__PlantForgottenRequests"),
    ];
}
