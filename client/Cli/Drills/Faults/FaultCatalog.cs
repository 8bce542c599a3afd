using ActiveActive.Cli.Drills.Faults.Regions;

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
        DatabaseFailoverFault.Synchronous,
        DatabaseFailoverFault.Asynchronous,
        new DiskFullFault(),
        new PauseAllFault(),
        new BusyFault(),
        new ClockJumpFault(),
        PeerFault.Cut,
        PeerFault.CutOneWay,
        PeerFault.CutPair,
        PeerFault.Loss,
        PeerFault.Delay,
        GatewayFault.Cut,
        GatewayFault.CutOneWay,
        GatewayFault.Loss,
        new RegionKillFault(),
        RegionPartitionFault.BothWays,
        RegionPartitionFault.OneWay,
        new RegionFreezeFault(),
        new WanFault(),
        new RelayFault(),
        new RegionRestoreFault(),
        new NoFault(),
    ];

    /// <summary>Reads names separated by commas.</summary>
    /// <exception cref="FormatException">See <see cref="Wrong"/>.</exception>
    public static IReadOnlyList<IFault> Parse(string names) =>
        Wrong(names) is { } wrong ? throw new FormatException(wrong) : [.. Split(names).Select(static name => All.Single(fault => fault.Name == name))];

    /// <summary>What is wrong with names separated by commas, for people; null when all is well.</summary>
    public static string? Wrong(string names)
    {
        var parts = Split(names);
        return Array.Find(parts, static name => All.All(fault => fault.Name != name)) is { } unknown
            ? $"There is no fault '{unknown}'. There are: {string.Join(", ", All.Select(static fault => fault.Name))}."
            : parts.Distinct(StringComparer.Ordinal).Count() < parts.Length ? $"'{names}' names a fault twice."
            : All.Where(fault => parts.Contains(fault.Name)).Aggregate(FaultNeeds.Nothing, static (needs, fault) => needs | fault.Needs).HasFlag(FaultNeeds.SynchronousStandby | FaultNeeds.AsynchronousStandby)
                ? $"'{names}' needs a synchronous and an asynchronous standby; the database has one."
            : parts.Length > 1 && parts.Contains(NoFault.NameOfIt) ? $"'{NoFault.NameOfIt}' goes with no other fault."
            : parts.Length > 1 && All.FirstOrDefault(fault => fault.Needs.HasFlag(FaultNeeds.Regions) && parts.Contains(fault.Name)) is { } several
                ? $"'{several.Name}' breaks one of several regions and goes with no other fault."
            : null;
    }

    /// <summary>Every fault that every promise must survive alone, then random pairs of those that break something.</summary>
    public static IReadOnlyList<IReadOnlyList<IFault>> Matrix(int pairs, int seed)
    {
        var faults = All.Where(static fault => !fault.LosesAcknowledged).ToList();
        return [.. faults.Select(static fault => (IReadOnlyList<IFault>)[fault]), .. FaultPairs.Draw([.. faults.Where(static fault => fault is not NoFault && !fault.Needs.HasFlag(FaultNeeds.Regions))], pairs, seed)];
    }

    private static string[] Split(string names) => names.Split(',', StringSplitOptions.TrimEntries);
}
