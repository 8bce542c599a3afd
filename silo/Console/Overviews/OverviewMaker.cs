using ActiveActive.Silo.Console.Events;
using ActiveActive.Silo.Console.Measuring;
using ActiveActive.Silo.Console.Model;
using ActiveActive.Silo.Console.Reports;

namespace ActiveActive.Silo.Console.Overviews;

/// <summary>Puts what was told together. Pure: from what is known and the time, to what is shown.</summary>
/// <param name="time">Measures ages.</param>
/// <param name="now">The present time.</param>
/// <param name="timestamp">The same, monotonic.</param>
internal sealed class OverviewMaker(TimeProvider time, DateTimeOffset now, long timestamp)
{
    /// <summary>What is older says nothing of how a region is at present.</summary>
    private static readonly TimeSpan Recent = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan JustDied = TimeSpan.FromMinutes(1);

    /// <summary>The overview.</summary>
    /// <param name="region">The region of the silo that answers.</param>
    /// <param name="silo">Its name.</param>
    /// <param name="abilities">What may be done there.</param>
    /// <param name="regions">All regions, this one first.</param>
    /// <param name="events">The latest events.</param>
    public Overview Make(string region, string silo, Abilities abilities, IReadOnlyList<KnownRegion> regions, IReadOnlyList<Happening> events) => new(
        now,
        region,
        silo,
        abilities,
        [.. regions.Select(one => RegionOf(one, region))],
        [.. regions.SelectMany(SilosOf)],
        [.. regions.OrderBy(static to => to.Name, StringComparer.Ordinal).SelectMany(to => regions.Where(from => from.Name != to.Name).OrderBy(static from => from.Name, StringComparer.Ordinal).Select(from => LinkOf(from.Name, to)))],
        [.. events.Select(static one => one.View())],
        [.. regions.SelectMany(FindingsOf).OrderByDescending(static one => one.IsFailing).ThenBy(static one => one.Severity, StringComparer.Ordinal).ThenBy(static one => one.Name, StringComparer.Ordinal)]);

    private static IEnumerable<MemberReport> Alive(RegionReport report) => report.Members.Where(static member => member.Status is not SiloStatusWord.Dead);

    // Another silo may have merged until a moment ago: the newer report counts.
    private static MemberReport? Merging(RegionReport report) => Alive(report).Where(static member => member.Report is { IsMerging: true }).MinBy(static member => member.ReportAgeSeconds);

    private DateTimeOffset At(long heard, double ageSeconds) => now - time.GetElapsedTime(heard, timestamp) - TimeSpan.FromSeconds(ageSeconds);

    private RegionView RegionOf(KnownRegion known, string self)
    {
        var isThis = known.Name == self;
        if (known.Report is not { } heard)
        {
            return new RegionView(known.Name, isThis, RegionStatus.Unknown, known.IsReachable, null, known.Reason, null, null, null, null, null);
        }

        var merging = Merging(heard.What);
        var database = Alive(heard.What).Where(static member => member.Report?.Database is not null).OrderBy(static member => member.ReportAgeSeconds).ThenByDescending(static member => member.Report!.Database!.SizeBytes is not null).FirstOrDefault();
        return new RegionView(
            known.Name,
            isThis,
            time.GetElapsedTime(heard.At, timestamp) > Recent ? RegionStatus.Unknown : StatusOf(heard.What),
            known.IsReachable,
            known.Via,
            known.Reason,
            At(heard.At, 0),
            FiguresOf(heard.What),
            database?.Report?.Database is { } sees ? new DatabaseView(At(heard.At, database.ReportAgeSeconds), sees.IsUp, sees.OldestTransactionSeconds, sees.Connections, sees.MaxConnections, sees.SizeBytes, sees.LogBytes) : null,
            merging?.Report?.Conflicts,
            (long?)merging?.Report?.DeadLetters);
    }

    private static RegionStatus StatusOf(RegionReport report)
    {
        if (!report.Members.Any(static member => member.Status is SiloStatusWord.Active))
        {
            return RegionStatus.Down;
        }

        var told = Alive(report).Where(static member => member.Report?.Database is not null).ToList();
        if (told.Count > 0 && told.TrueForAll(static member => !member.Report!.Database!.IsUp))
        {
            return RegionStatus.DatabaseDown;
        }

        return report.Members.Any(member => member.Status is SiloStatusWord.Suspect || (member.Status is SiloStatusWord.Dead && member.SinceSeconds < JustDied.TotalSeconds && !IsReplaced(report, member)))
            || Alive(report).Any(static member => member.Report is { IsWhole: false })
            ? RegionStatus.Impaired
            : RegionStatus.Serving;
    }

    private static bool IsReplaced(RegionReport report, MemberReport dead) => report.Members.Any(member => member.Name == dead.Name && member.Status is SiloStatusWord.Active);

    private static RegionFigures FiguresOf(RegionReport report)
    {
        var silos = Alive(report).Select(static member => member.Report).OfType<SiloReport>().ToList();
        var buckets = new long[LatencyScale.Buckets];
        silos.ForEach(silo => Pairs.AddTo(buckets, silo.Latencies));
        return new RegionFigures(
            report.Members.Count(static member => member.Status is SiloStatusWord.Active),
            report.Members.Count(static member => member.Status is SiloStatusWord.Joining or SiloStatusWord.Draining or SiloStatusWord.Suspect),
            Sum(static figures => figures.CallsPerSecond),
            Sum(static figures => figures.ErrorsPerSecond),
            Sum(static figures => figures.RefusalsPerSecond),
            Sum(static figures => figures.RetriesPerSecond),
            Sum(static figures => figures.DuplicatesPerSecond),
            Tally.Percentiles(buckets),
            Sum(static figures => figures.FlushesPerSecond),
            Sum(static figures => figures.WritesPerSecond),
            silos.Sum(static silo => silo.Figures.Activations),
            silos.TrueForAll(static silo => silo.IsWhole));

        double Sum(Func<SiloFigures, double> what) => Rounded.To(silos.Sum(silo => what(silo.Figures)));
    }

    private IEnumerable<SiloView> SilosOf(KnownRegion known) => known.Report is not { } heard ? [] : heard.What.Members
        .OrderBy(static member => member.Name, StringComparer.Ordinal)
        .ThenBy(static member => member.Status is SiloStatusWord.Dead)
        .ThenBy(static member => member.SinceSeconds ?? double.MaxValue)
        .Select(member => new SiloView(
            known.Name,
            member.Name,
            member.Address,
            member.Status,
            member.SinceSeconds is { } since ? At(heard.At, since) : null,
            At(heard.At, 0),
            member.Report is null ? null : At(heard.At, member.ReportAgeSeconds),
            member.Report?.Gateway,
            Uri.TryCreate(member.Report?.Http, UriKind.Absolute, out var http) ? http : null,
            member.Report?.Version,
            member.Report is { } report ? At(heard.At, member.ReportAgeSeconds + report.UptimeSeconds) : null,
            member.Status is not SiloStatusWord.Dead && member.Report is { IsMerging: true },
            member.Status is SiloStatusWord.Dead ? null : member.Report?.Figures));

    private LinkView LinkOf(string from, KnownRegion to)
    {
        var merging = to.Report is { } heard ? Merging(heard.What) : null;
        if (merging?.Report?.Links.FirstOrDefault(link => link.From == from) is not { } link)
        {
            return new LinkView(from, to.Name, LinkStatus.Unknown, null, null, null, null, new LatencyView(null, null, null), null, null, null, 0, null);
        }

        var asOf = At(to.Report!.At, merging.ReportAgeSeconds);
        var isRecent = now - asOf <= Recent;
        return new LinkView(
            from,
            to.Name,
            isRecent ? LinkRules.Status(link.IsUp, link.WatermarkAgeSeconds) : LinkStatus.Unknown,
            asOf,
            link.IsUp,
            merging.Name,
            link.WatermarkAgeSeconds,
            link.Lag,
            link.BacklogBatches,
            link.BacklogBytes,
            link.CatchUpSeconds,
            link.AppliedPerSecond,
            link.DeadLetters);
    }

    private IEnumerable<FindingView> FindingsOf(KnownRegion known) => known.Report is not { } heard ? [] : Alive(heard.What)
        .Where(static member => member.Report is not null)
        .SelectMany(member => member.Report!.Findings.Select(finding =>
            new FindingView(known.Name, member.Name, finding.Name, finding.Severity, finding.IsFailing, finding.Text, finding.Advice, At(heard.At, member.ReportAgeSeconds + finding.AgeSeconds))));
}
