using ActiveActive.TestKit.Checks;
using ActiveActive.TestKit.History;

namespace ActiveActive.Cli.Drills;

/// <summary>What is measured of several regions only.</summary>
internal sealed record RegionFigures
{
    /// <summary>How long changes took from one region to another, in milliseconds, before anything was broken; null when nothing was measured then.</summary>
    public required Gaps? Lag { get; init; }

    /// <summary>The same of changes that were made while something was broken; null when none was.</summary>
    public required Gaps? LagWhileBroken { get; init; }

    /// <summary>From the last heal until the last of the changes that were under way by then had arrived; null when none was.</summary>
    public required double? CaughtUpMilliseconds { get; init; }

    /// <summary>From the end of the last call until all regions showed the same; null when they did not.</summary>
    public required double? ConvergedMilliseconds { get; init; }

    /// <summary>The hash of all carts in each region at the end, by its name.</summary>
    public required IReadOnlyDictionary<string, string> Hashes { get; init; }

    /// <summary>How many writes were asked for in more than one region.</summary>
    public required long AskedElsewhere { get; init; }

    /// <summary>Null where there is one region.</summary>
    public static RegionFigures? Of(IReadOnlyList<Operation> history, FinalState final, DrillFacts facts)
    {
        if (final.Regions.Count == 0)
        {
            return null;
        }

        var broken = Judge.BrokenAt(facts.Events, facts.From);
        var healed = facts.Events.Where(static happened => happened.Kind == TimedEventKind.Healed).Select(static happened => happened.Time).DefaultIfEmpty(facts.Until).Max();
        var hung = facts.Lags.Where(lag => lag.Began < healed && lag.Ended > healed).ToList();
        return new RegionFigures
        {
            Lag = Gaps.Of(facts.Lags.Where(lag => lag.Began >= facts.From && lag.Ended < broken).Select(static lag => lag.Milliseconds)),
            LagWhileBroken = Gaps.Of(facts.Lags.Where(lag => lag.Began >= broken && lag.Began < healed).Select(static lag => lag.Milliseconds)),
            CaughtUpMilliseconds = hung.Count == 0 ? null : hung.Max(lag => lag.Ended - healed) / 1000.0,
            ConvergedMilliseconds = final.ConvergedWithin?.TotalMilliseconds,
            Hashes = final.Regions.ToDictionary(static region => region.Key, static region => region.Value.Hash),
            AskedElsewhere = history.Count(static operation => operation is { IsOnCart: true, IsRead: false, Error: not null }),
        };
    }
}
