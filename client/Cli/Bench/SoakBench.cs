using System.Diagnostics;
using System.Globalization;
using ActiveActive.Benchmarks.Driver;
using ActiveActive.Cli.Bench.Report;
using ActiveActive.Cli.Bench.Systems;

namespace ActiveActive.Cli.Bench;

/// <summary>Makes a fixed number of writes, and looks now and then at the sizes of what must not grow without end. At the end, the rows must tell as many writes as were acknowledged.</summary>
internal sealed class SoakBench(BenchServer server, BenchSystems systems, BenchSettings settings, Action<string> tell)
{
    private const int Samples = 50;

    public async Task<SoakReport> Run(CancellationToken cancellation)
    {
        var cluster = await systems.StartOurs(cancellation);
        var inFlight = settings.InFlight[0];
        var order = new BenchOrder
        {
            Work = settings.Durable ? BenchWork.DurableWrite : BenchWork.Write,
            InFlight = inFlight,
            Grains = settings.Grains,
            Payload = settings.Payload,
        };
        await cluster.Carry(order with { Once = true }, cancellation);
        await using var snapshot = settings.HoldSnapshot > 0 ? await server.HoldSnapshot(BenchSystems.OurDatabase, cancellation) : null;

        var samples = new List<SoakSample>();
        var (acknowledged, errors, firstError, begin) = (0L, 0L, (string?)null, await Versions(cancellation));
        var piece = Math.Max(1, settings.Writes / Samples);
        var began = Stopwatch.GetTimestamp();
        samples.Add(await Sample(cluster, 0, 0, 0, cancellation));
        for (var made = 0L; made < settings.Writes; made += piece)
        {
            // The slots go on where the last piece ended, so that all grains are written equally often.
            var calls = Math.Min(piece, settings.Writes - made);
            var result = await cluster.Carry(order with { Calls = calls, Begin = (int)(made / inFlight % settings.Grains) }, cancellation);
            (acknowledged, errors, firstError) = (acknowledged + result.Calls, errors + result.Errors, firstError ?? result.FirstError);
            var sample = await Sample(cluster, Stopwatch.GetElapsedTime(began).TotalSeconds, made + calls, result.CallsPerSecond, cancellation);
            samples.Add(sample);
            if (snapshot is not null && sample.Seconds >= settings.HoldSnapshot)
            {
                await snapshot.DisposeAsync();
            }

            tell(FormattableString.Invariant(
                $"{sample.Writes:N0} writes, {sample.WritesPerSecond:N0}/s; table {sample.TableBytes >> 20} MiB, index {sample.IndexBytes >> 20} MiB, effects {sample.EffectBytes >> 20} MiB, dead rows {sample.DeadRows:N0}, silo {sample.SiloBytes >> 20} MiB{(result.Errors > 0 ? $", {result.Errors} ERRORS: {result.FirstError}" : "")}"));
        }

        return new SoakReport(settings.Durable ? "ours-durable" : "ours", inFlight, acknowledged, await Versions(cancellation) - begin, errors, firstError, await Deadlocks(cancellation), samples);
    }

    private async Task<long> Versions(CancellationToken cancellation)
    {
        var type = settings.Durable ? "bench-durable" : "bench";
        return Convert.ToInt64((await server.Row(BenchSystems.OurDatabase, $"select coalesce(sum(version), 0) from activeactive.state where grain_type = '{type}'", cancellation))[0], CultureInfo.InvariantCulture);
    }

    private async Task<long> Deadlocks(CancellationToken cancellation) =>
        (long)(await server.Row(BenchSystems.OurDatabase, "select deadlocks from pg_stat_database where datname = current_database()", cancellation))[0];

    private async Task<SoakSample> Sample(BenchCluster cluster, double seconds, long writes, double rate, CancellationToken cancellation)
    {
        const string Sql =
            """
            select pg_table_size('activeactive.state'), pg_indexes_size('activeactive.state'),
                (select coalesce(sum(pg_total_relation_size(relid)), 0)::bigint from pg_partition_tree('activeactive.effect') where isleaf),
                n_live_tup, n_dead_tup
            from pg_stat_user_tables where schemaname = 'activeactive' and relname = 'state'
            """;
        var row = await server.Row(BenchSystems.OurDatabase, Sql, cancellation);
        return new SoakSample(Math.Round(seconds, 1), writes, Math.Round(rate, 1), (long)row[0], (long)row[1], (long)row[2], (long)row[3], (long)row[4], cluster.Nodes.Sum(static node => WorkingSet(node.ProcessId)));
    }

    private static long WorkingSet(int processId)
    {
        using var process = Process.GetProcessById(processId);
        return process.WorkingSet64;
    }
}
