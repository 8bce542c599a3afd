using System.Diagnostics;
using System.Globalization;
using ActiveActive.Benchmarks.Driver;
using ActiveActive.Cli.Bench.Report;
using ActiveActive.Cli.Bench.Systems;
using ActiveActive.Cli.Output;

namespace ActiveActive.Cli.Bench;

/// <summary>Compares writes with few and with many stored grains, and tells what a cold activation costs.</summary>
/// <remarks>
/// Steps: 1. write all grains, and measure; 2. store as many more rows as are missing, without the silo, in the form in which it has written the first one; 3. activate grains that nobody has called yet, and
/// count what the database had to do and what memory the silo has after it; 4. measure again, with as many grains as before, spread evenly over all rows.
/// </remarks>
internal sealed class GrowthBench(BenchServer server, BenchSystems systems, BenchSettings settings, Random random, Action<string> tell)
{
    private const int MostActivations = 100_000;
    private const int ActivationsInFlight = 64;
    private static readonly TimeSpan StatisticsLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan StatisticsPause = TimeSpan.FromMilliseconds(250);

    private static string Database => BenchSystems.OurDatabase;

    private static string Row(int grain) => string.Create(CultureInfo.InvariantCulture, $"where grain_type = 'bench' and grain_key = 'bench-{grain}' and name = 'IPersistentState/bench'");

    public async Task<GrowthReport> Run(CancellationToken cancellation)
    {
        if (settings.Stored < settings.Grains * 2L)
        {
            throw new CliException($"--stored is {settings.Stored}; it must be at least twice --grains ({settings.Grains}), or there is no growth.");
        }

        var cluster = await systems.StartOurs(cancellation);
        var ours = new BenchSystem("ours", "ActiveActive", BenchWork.Write, cluster.Carry);
        var turns = new Turns(settings, random, tell);
        await turns.Prepare([ours], cancellation);
        var few = await turns.Run([ours], null, cancellation);

        tell($"Storing {settings.Stored} grains");
        await Fill(cancellation);
        var readStored = await SiloReads(cluster, settings.Stored / 2, cancellation);

        var cold = Math.Min(MostActivations, settings.Stored / 4);
        tell($"Activating {cold} grains");
        var activation = await Activate(cluster, settings.Stored - cold, cold, cancellation);

        // Not those that were just activated.
        var stride = (settings.Stored - cold) / settings.Grains;
        await cluster.Carry(new BenchOrder { Work = BenchWork.Write, InFlight = Math.Min(ActivationsInFlight, settings.Grains), Once = true, Grains = settings.Grains, Stride = stride, Payload = settings.Payload }, cancellation);
        var many = await turns.Run([ours], order => order with { Stride = stride }, cancellation);
        return new GrowthReport { FewRows = settings.Grains, ManyRows = settings.Stored, Few = few, Many = many, Activation = activation, SiloReadStoredRow = readStored };
    }

    private async Task Fill(CancellationToken cancellation)
    {
        await server.Execute(
            Database,
            string.Create(CultureInfo.InvariantCulture, $"""
            insert into activeactive.state (grain_type, grain_key, name, version, write_id, type_version, payload)
            select s.grain_type, 'bench-' || number, s.name, 1, gen_random_uuid(), s.type_version, s.payload
            from (select * from activeactive.state {Row(0)}) as s, generate_series({settings.Grains}, {settings.Stored - 1}) as number
            """),
            cancellation);
        await server.Execute(Database, "vacuum analyze activeactive.state", cancellation);
        await server.Execute(Database, "checkpoint", cancellation);
    }

    // The row was never seen by a silo. One that reads it rightly counts on from its number, and writes its second version.
    private async Task<bool> SiloReads(BenchCluster cluster, int grain, CancellationToken cancellation)
    {
        var before = await Number(grain, cancellation);
        var result = await cluster.Carry(new BenchOrder { Work = BenchWork.Write, Once = true, First = grain, Payload = settings.Payload }, cancellation);
        var after = await Number(grain, cancellation);
        return result.Errors == 0 && before.Version == 1 && after == (2, before.Number + 1);
    }

    private async Task<(long Version, long Number)> Number(int grain, CancellationToken cancellation)
    {
        var row = await server.Row(
            Database, $"select version, (convert_from(payload, 'UTF8')::jsonb ->> 'Number')::bigint from activeactive.state {Row(grain)}", cancellation);
        return ((long)row[0], (long)row[1]);
    }

    private async Task<ActivationFigure> Activate(BenchCluster cluster, int first, int grains, CancellationToken cancellation)
    {
        var collect = new BenchOrder { Work = BenchWork.Collect };
        var memoryBefore = (await cluster.Carry(collect, cancellation)).Memory!;
        var before = await Statistics(cancellation);
        var order = new BenchOrder { Work = BenchWork.Read, InFlight = Math.Min(ActivationsInFlight, grains), Once = true, First = first, Grains = grains };
        var result = await cluster.Carry(order, cancellation);
        var after = await Statistics(cancellation);

        // The server's processes report what they did with a delay.
        for (var began = Stopwatch.GetTimestamp(); after.Index - before.Index < grains && Stopwatch.GetElapsedTime(began) < StatisticsLimit; after = await Statistics(cancellation))
        {
            await Task.Delay(StatisticsPause, cancellation);
        }

        var memoryAfter = (await cluster.Carry(collect, cancellation)).Memory!;
        return new ActivationFigure(
            grains,
            order.InFlight,
            Math.Round(result.CallsPerSecond, 1),
            result.Latency,
            (after.Index - before.Index) / (double)grains,
            after.Table - before.Table,
            (after.Transactions - before.Transactions) / (double)grains,
            Math.Round((memoryAfter.WorkingSet - memoryBefore.WorkingSet) / (double)grains),
            Math.Round((memoryAfter.Heap - memoryBefore.Heap) / (double)grains),
            result.Errors);
    }

    private async Task<(long Index, long Table, long Transactions)> Statistics(CancellationToken cancellation)
    {
        const string Sql =
            """
            select i.idx_scan, t.seq_scan, d.xact_commit
            from pg_stat_user_indexes i, pg_stat_user_tables t, pg_stat_database d
            where i.schemaname = 'activeactive' and i.indexrelname = 'state_pk' and t.schemaname = 'activeactive' and t.relname = 'state' and d.datname = current_database()
            """;
        var row = await server.Row(Database, Sql, cancellation);
        return ((long)row[0], (long)row[1], (long)row[2]);
    }
}
