namespace ActiveActive.Cli.Drills.Faults;

/// <summary>All faults by name, in the order in which <c>--all</c> tries them.</summary>
internal static class FaultCatalog
{
    public static IReadOnlyList<IFault> All { get; } =
    [
        new KillFault("kill", 1, new FaultGoal(GapP99: 1, GapMax: 2)),
        new KillFault("kill-two", 2, new FaultGoal(GapMax: 3)),
        new KillAllFault(),
        new FreezeFault(),
        new StopFault(),
        new RollingRestartFault(),
        new JoinFault(),
        new DropReplyFault(),
        DatabaseFault.Restart,
        DatabaseFault.Kill,
        DatabaseFault.DownAndKill,
        new DiskFullFault(),
        new PauseAllFault(),
        new ClockJumpFault(),
        PeerFault.Cut,
        PeerFault.CutOneWay,
        PeerFault.CutPair,
        PeerFault.Loss,
        PeerFault.Delay,
        GatewayFault.Cut,
        GatewayFault.CutOneWay,
        GatewayFault.Loss,
        new NoFault(),
    ];

    /// <summary>Reads names separated by commas.</summary>
    /// <exception cref="FormatException">There is no such fault, or one is named twice.</exception>
    public static IReadOnlyList<IFault> Parse(string names)
    {
        var parts = names.Split(',', StringSplitOptions.TrimEntries);
        if (parts.Distinct(StringComparer.Ordinal).Count() < parts.Length)
        {
            throw new FormatException($"'{names}' names a fault twice.");
        }

        return [.. parts.Select(Find)];
    }

    /// <summary>Every fault alone, then random pairs of those that break something.</summary>
    public static IReadOnlyList<IReadOnlyList<IFault>> Matrix(int pairs, int seed) =>
        [.. All.Select(static fault => (IReadOnlyList<IFault>)[fault]), .. FaultPairs.Draw([.. All.Where(static fault => fault is not NoFault)], pairs, seed)];

    private static IFault Find(string name) => All.FirstOrDefault(fault => fault.Name == name)
        ?? throw new FormatException($"There is no fault '{name}'. There are: {string.Join(", ", All.Select(static fault => fault.Name))}.");
}
