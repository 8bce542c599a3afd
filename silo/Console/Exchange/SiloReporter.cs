using System.Diagnostics;
using System.Reflection;
using ActiveActive.Silo.Console.Events;
using ActiveActive.Silo.Console.Measuring;
using ActiveActive.Silo.Console.Model;
using ActiveActive.Silo.Console.Reports;
using ActiveActive.Silo.Replication;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;

namespace ActiveActive.Silo.Console.Exchange;

/// <summary>Makes this silo's report, when somebody asks.</summary>
internal sealed class SiloReporter(
    SiloSampler sampler,
    SiloMeter meter,
    EventBook events,
    IFindings findings,
    RegionContext region,
    ILocalSiloDetails self,
    IOptions<ActiveActiveOptions> options,
    TimeProvider time,
    IServer? server = null)
{
    /// <summary>Several who ask at about the same time get the same.</summary>
    private static readonly TimeSpan KeepFor = TimeSpan.FromMilliseconds(200);
    private static readonly string CodeVersion = typeof(SiloReporter).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "";

    private static readonly DateTimeOffset ProcessStart = Started();

    private readonly Lock _lock = new();
    private (long At, SiloReport Report)? _madeNeedsLock;

    /// <summary>The version of the silo's code.</summary>
    public static string Version => CodeVersion;

    /// <summary>How the silo is.</summary>
    /// <param name="eventsAfter">Where an earlier answer's events ended; 0 for all.</param>
    public SiloReport Now(long eventsAfter)
    {
        SiloReport made;
        lock (_lock)
        {
            if (_madeNeedsLock is not { } kept || time.GetElapsedTime(kept.At) > KeepFor)
            {
                _madeNeedsLock = kept = (time.GetTimestamp(), Make());
            }

            made = kept.Report;
        }

        var (happened, upTo) = events.After(eventsAfter, options.Value.Region);
        return made with { Events = happened, EventsUpTo = upTo };
    }

    /// <summary>What the silo did in the last ten minutes.</summary>
    public SiloHistory History()
    {
        var now = time.GetTimestamp();
        return new SiloHistory(options.Value.Region, [.. sampler.Points().Select(point => new HistoryPoint(
            time.GetElapsedTime(point.At, now).TotalSeconds,
            Rounded.To(point.Counted[Counted.Calls] / point.Seconds),
            Rounded.To(point.Counted[Counted.Errors] / point.Seconds),
            Rounded.To(point.Counted[Counted.Writes] / point.Seconds),
            Pairs.Write(point.Counted.Calls),
            point.Links.Count == 0 ? null : point.Links))]);
    }

    private SiloReport Make()
    {
        var (then, now, seconds) = sampler.Window();
        var counted = now.Total.Since(then.Total);
        var gauges = meter.ReadGauges();
        var isMerging = gauges.Origins.Count > 0;
        return new SiloReport(
            self.Name,
            KnownMember.AddressOf(self.SiloAddress),
            self.GatewayAddress is { Endpoint.Port: > 0 } gateway ? gateway.Endpoint.ToString() : null,
            HttpAddress(),
            CodeVersion,
            (time.GetUtcNow() - ProcessStart).TotalSeconds,
            isMerging,
            region.IsWhole,
            FiguresOf(counted, then, now, seconds, gauges),
            Pairs.Write(counted.Calls),
            LinksOf(gauges, then, now, seconds),
            gauges.Of(Gauges.DatabaseUp) is { } up
                ? new DatabaseReport(up > 0, Rounded.To(gauges.Of(Gauges.OldestTransaction)), gauges.Of(Gauges.Connections), gauges.Of(Gauges.MaxConnections), gauges.Of(Gauges.DatabaseSize), gauges.Of(Gauges.LogSize))
                : null,
            isMerging ? new ConflictFigures(sampler.ConflictsInMinute(now), now.Total[Counted.Conflicts]) : null,
            isMerging ? gauges.All(Gauges.DeadLetters).Sum(static one => one.Value) : null,
            findings.Now(),
            [],
            0);
    }

    private static SiloFigures FiguresOf(Tally counted, Sample then, Sample now, double seconds, GaugeReading gauges)
    {
        var activations = gauges.All(Gauges.Activations).ToDictionary(static one => one.Key, static one => (int)one.Value, StringComparer.Ordinal);
        return new SiloFigures(
            Rounded.To(Math.Min(1, (now.Processor - then.Processor).TotalSeconds / seconds / Environment.ProcessorCount)),
            Environment.WorkingSet,
            GC.GetGCMemoryInfo().TotalAvailableMemoryBytes,
            activations.Values.Sum(),
            GrainsOf(activations, then, now, seconds),
            (long)(gauges.Of(Gauges.QueuedWrites) ?? 0),
            (long)(gauges.Of(Gauges.QueuedBytes) ?? 0),
            PerSecond(Counted.Calls),
            PerSecond(Counted.Errors),
            PerSecond(Counted.Refusals),
            PerSecond(Counted.Retries),
            PerSecond(Counted.Duplicates),
            Tally.Percentiles(counted.Calls),
            PerSecond(Counted.Flushes),
            PerSecond(Counted.Writes),
            Tally.Percentiles(counted.Flushes));

        double PerSecond(Counted kind) => Rounded.To(counted[kind] / seconds);
    }

    private static List<GrainTypeFigures> GrainsOf(Dictionary<string, int> activations, Sample then, Sample now, double seconds)
    {
        var all = activations.Keys.Union(now.CallsByGrain.Keys, StringComparer.Ordinal)
            .Select(grain => new GrainTypeFigures(
                grain,
                activations.GetValueOrDefault(grain),
                Rounded.To((now.CallsByGrain.GetValueOrDefault(grain) - then.CallsByGrain.GetValueOrDefault(grain)) / seconds)))
            .Where(static one => one.Activations > 0 || one.CallsPerSecond > 0)
            .OrderByDescending(static one => one.CallsPerSecond)
            .ThenByDescending(static one => one.Activations)
            .ThenBy(static one => one.Grain, StringComparer.Ordinal)
            .ToList();
        if (all.Count > ConsoleLimits.GrainTypes)
        {
            var rest = all[(ConsoleLimits.GrainTypes - 1)..];
            all.RemoveRange(ConsoleLimits.GrainTypes - 1, rest.Count);
            all.Add(new GrainTypeFigures("(others)", rest.Sum(static one => one.Activations), Rounded.To(rest.Sum(static one => one.CallsPerSecond))));
        }

        return all;
    }

    private List<LinkReport> LinksOf(GaugeReading gauges, Sample then, Sample now, double seconds)
    {
        var lags = sampler.Lags(now);
        return [.. gauges.Origins.Select(origin => new LinkReport(
            origin,
            gauges.Of(Gauges.LinkUp, origin) is { } up ? up > 0 : null,
            Rounded.To(gauges.Of(Gauges.WatermarkAge, origin)),
            lags.TryGetValue(origin, out var buckets) ? Tally.Percentiles(buckets) : new LatencyView(null, null, null),
            Rounded.To(gauges.Of(Gauges.Backlog, origin)),
            Rounded.To(gauges.Of(Gauges.BacklogBytes, origin)),
            Rounded.To(gauges.Of(Gauges.CatchUp, origin)),
            Rounded.To((now.Applied.GetValueOrDefault(origin) - then.Applied.GetValueOrDefault(origin)) / seconds),
            gauges.Of(Gauges.DeadLetters, origin)))];
    }

    private static DateTimeOffset Started()
    {
        using var process = Process.GetCurrentProcess();
        return process.StartTime.ToUniversalTime();
    }

    // A server that listens at all addresses is reached at the one that the silo is.
    private string? HttpAddress() =>
        server?.Features.Get<IServerAddressesFeature>()?.Addresses.Order(StringComparer.Ordinal).Select(address => address
                .Replace("//[::]", "//*", StringComparison.Ordinal).Replace("//0.0.0.0", "//*", StringComparison.Ordinal).Replace("//+", "//*", StringComparison.Ordinal)
                .Replace("//*", $"//{self.SiloAddress.Endpoint.Address}", StringComparison.Ordinal))
            .FirstOrDefault(static address => Uri.TryCreate(address, UriKind.Absolute, out _));
}
