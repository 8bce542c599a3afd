namespace ActiveActive.Cli.Drills;

/// <summary>The grains that a drill calls.</summary>
internal sealed record DrillKeys(string[] Counters, string[] Accounts, string[] Registers)
{
    /// <summary>A third of the grains of each kind; what is left over goes to the first kinds.</summary>
    public static DrillKeys Of(int grains) => new(Names((grains + 2) / 3), Names((grains + 1) / 3), Names(grains / 3));

    private static string[] Names(int count) => [.. Enumerable.Range(1, count).Select(static number => $"drill-{number}")];
}
