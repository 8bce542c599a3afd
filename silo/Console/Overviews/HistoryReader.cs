using System.Text.Json;
using ActiveActive.Silo.Console.Exchange;
using ActiveActive.Silo.Console.Measuring;
using ActiveActive.Silo.Console.Model;
using ActiveActive.Silo.Console.Reports;
using Grpc.Core;
using Microsoft.Extensions.Options;

namespace ActiveActive.Silo.Console.Overviews;

/// <summary>Gathers the last ten minutes of all silos, and adds them up.</summary>
internal sealed class HistoryReader(SiloReporter reporter, RegionBoard board, SiloCaller silos, ConsolePeers peers, IOptions<ActiveActiveOptions> options, TimeProvider time)
{
    /// <summary>Of all regions that answer.</summary>
    public async Task<History> Read(CancellationToken cancellation)
    {
        var told = await Task.WhenAll(peers.Names.Select(peer => Of(peer, cancellation)).Prepend<Task<SiloHistory?>>(OfHere(cancellation)));
        var now = time.GetUtcNow();
        return new History(
            now,
            ConsoleLimits.PeriodSeconds,
            [.. told.OfType<SiloHistory>().Select(one => RegionOf(one, now))],
            [.. told.OfType<SiloHistory>().SelectMany(one => LinksOf(one, now)).OrderBy(static link => link.To, StringComparer.Ordinal).ThenBy(static link => link.From, StringComparer.Ordinal)]);
    }

    /// <summary>Of this region: the points of all its silos that answer, added up.</summary>
    public async Task<SiloHistory> OfRegion(CancellationToken cancellation)
    {
        var told = await Task.WhenAll(board.Others.Select(member => Ask(member.Silo, cancellation)));
        return Add(options.Value.Region, [reporter.History(), .. told.OfType<SiloHistory>()]);
    }

    /// <summary>Adds histories up. A point of one goes with those of others that are less than half a period away.</summary>
    internal static SiloHistory Add(string region, IReadOnlyList<SiloHistory> histories)
    {
        var points = histories.Where(static one => one.Points.Count > 0).Select(static one => one.Points.DistinctBy(Slot).ToList()).ToList();

        // Where the newest point of some is missing yet, the sum would fall for no reason.
        var newest = points.Select(static one => one.Min(Slot)).DefaultIfEmpty().Max();
        return new(region,
        [
            .. points.SelectMany(static one => one)
                .GroupBy(Slot)
                .Where(slot => slot.Key >= newest && slot.Key < newest + ConsoleLimits.Points)
                .OrderByDescending(static slot => slot.Key)
                .Select(static slot => new HistoryPoint(
                    slot.Key * ConsoleLimits.PeriodSeconds,
                    Rounded.To(slot.Sum(static point => point.Calls)),
                    Rounded.To(slot.Sum(static point => point.Errors)),
                    Rounded.To(slot.Sum(static point => point.Writes)),
                    Pairs.Write(Counts(slot)),
                    slot.Select(static point => point.Links).FirstOrDefault(static links => links is not null))),
        ]);

        static int Slot(HistoryPoint point) => (int)Math.Round(point.AgeSeconds / ConsoleLimits.PeriodSeconds);
    }

    private static long[] Counts(IEnumerable<HistoryPoint> points)
    {
        var counts = new long[LatencyScale.Buckets];
        foreach (var point in points)
        {
            Pairs.AddTo(counts, point.Latencies);
        }

        return counts;
    }

    private static double Seconds(HistoryPoint point, DateTimeOffset now) => Math.Round((now - TimeSpan.FromSeconds(point.AgeSeconds)).ToUnixTimeMilliseconds() / 1000.0, 1);

    private static RegionHistory RegionOf(SiloHistory told, DateTimeOffset now)
    {
        var latencies = told.Points.Select(static point => Tally.Percentiles(Counts([point]))).ToList();
        return new RegionHistory(
            told.Region,
            [.. told.Points.Select(point => Seconds(point, now))],
            [.. told.Points.Select(static point => point.Calls)],
            [.. told.Points.Select(static point => point.Errors)],
            [.. told.Points.Select(static point => point.Writes)],
            [.. latencies.Select(static one => one.P50)],
            [.. latencies.Select(static one => one.P99)],
            [.. latencies.Select(static one => one.P999)]);
    }

    private static IEnumerable<LinkHistory> LinksOf(SiloHistory told, DateTimeOffset now) => told.Points
        .SelectMany(static point => point.Links ?? [])
        .Select(static link => link.From)
        .Distinct(StringComparer.Ordinal)
        .Select(from =>
        {
            var links = told.Points.Select(point => point.Links?.FirstOrDefault(link => link.From == from)).ToList();
            return new LinkHistory(
                from,
                told.Region,
                [.. told.Points.Select(point => Seconds(point, now))],
                [.. links.Select(static link => link?.WatermarkAge)],
                [.. links.Select(static link => link?.Backlog)],
                [.. links.Select(static link => link?.LagP99)]);
        });

    private async Task<SiloHistory?> OfHere(CancellationToken cancellation) => await OfRegion(cancellation);

    private async Task<SiloHistory?> Of(string peer, CancellationToken cancellation)
    {
        try
        {
            var json = await peers.Ask(peer, (client, deadline, end) => client.HistoryAsync(peers.Caller(peer), deadline: deadline, cancellationToken: end), cancellation);
            return JsonSerializer.Deserialize(json.Span, ReportJson.Default.SiloHistory);
        }
        catch (RpcException) when (!cancellation.IsCancellationRequested)
        {
            return null; // the overview says why
        }
    }

    private async Task<SiloHistory?> Ask(SiloAddress silo, CancellationToken cancellation)
    {
        try
        {
            return await silos.History(silo, cancellation);
        }
#pragma warning disable CA1031 // Whatever it is, the others' points are shown.
        catch (Exception) when (!cancellation.IsCancellationRequested)
#pragma warning restore CA1031
        {
            return null;
        }
    }
}
