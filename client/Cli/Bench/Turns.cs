using ActiveActive.Benchmarks.Driver;
using ActiveActive.Cli.Bench.Report;
using ActiveActive.Cli.Bench.Systems;
using ActiveActive.Cli.Output;

namespace ActiveActive.Cli.Bench;

/// <summary>
/// Measures systems in turns: in each trial, at each level, each system has a slice; the others are idle meanwhile. So what else the machine does falls on all of them, and none is
/// measured only when the database is small or its checkpoint far. The order within a level is drawn anew each time.
/// </summary>
internal sealed class Turns(BenchSettings settings, Random random, Action<string> tell)
{
    private const int PrepareInFlight = 64;

    /// <summary>Makes every grain and its row, then lets each system run for a while at the highest level: until hot code has been compiled for the last time.</summary>
    /// <exception cref="CliException">A grain could not be written.</exception>
    public async Task Prepare(IEnumerable<BenchSystem> systems, CancellationToken cancellation)
    {
        foreach (var system in systems)
        {
            tell($"Preparing {system.Name}");
            var once = Order(system, Math.Min(PrepareInFlight, settings.Grains)) with { Once = true, WarmUp = 0, Work = system.Work == BenchWork.Read ? BenchWork.Write : system.Work };
            var prepared = await system.Carry(once, cancellation);
            if (prepared.Errors > 0)
            {
                throw new CliException($"{prepared.Errors} grains of {system.Name} could not be written before the benchmark: {prepared.FirstError}");
            }

            await system.Carry(Order(system, settings.InFlight.Max()) with { Seconds = HasCode(system) ? settings.Warm : 1 }, cancellation);
        }
    }

    /// <summary>Closed loops at all levels, then open ones at all rates.</summary>
    /// <param name="systems">The systems.</param>
    /// <param name="adjust">Changes an order, such as which grains are called.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<IReadOnlyList<BenchFigure>> Run(IReadOnlyList<BenchSystem> systems, Func<BenchOrder, BenchOrder>? adjust, CancellationToken cancellation)
    {
        var results = new List<(string System, int InFlight, int Rate, BenchResult Result)>();
        for (var trial = 1; trial <= settings.Trials; trial++)
        {
            foreach (var (inFlight, rate) in Levels())
            {
                var order = systems.Where(system => rate == 0 || IsLatencyMeasured(system)).ToArray();
                random.Shuffle(order);
                foreach (var system in order)
                {
                    var slice = Order(system, Math.Max(1, inFlight)) with { Rate = rate };
                    var result = await system.Carry(adjust?.Invoke(slice) ?? slice, cancellation);
                    results.Add((system.Name, inFlight, rate, result));
                    var level = rate > 0 ? $"{rate} calls/s" : $"{inFlight} in flight";
                    tell(FormattableString.Invariant(
                        $"Trial {trial} of {settings.Trials}, {level}, {system.Name}: {result.CallsPerSecond:N0}/s, p50 {result.Latency.P50:0.00} ms, p99 {result.Latency.P99:0.00} ms{(result.Errors > 0 ? $", {result.Errors} ERRORS: {result.FirstError}" : "")}"));
                }
            }
        }

        return
        [
            .. from level in Levels()
               from system in systems
               let own = results.FindAll(result => (result.System, result.InFlight, result.Rate) == (system.Name, level.InFlight, level.Rate)).ConvertAll(static result => result.Result)
               where own.Count > 0
               select BenchFigure.Of(system, level.InFlight, level.Rate, own),
        ];
    }

    private IEnumerable<(int InFlight, int Rate)> Levels() => settings.InFlight.Select(static inFlight => (inFlight, 0)).Concat(settings.Rates.Select(static rate => (0, rate)));

    // pgbench has no such load, bare flushes have no callers, and the hot grain's callers are measured in flight.
    private static bool IsLatencyMeasured(BenchSystem system) => system.Name is "ours" or "ours-durable" or "ours-encrypted" or "ours-encrypted-durable" or "ours-unobserved" or "ours-unobserved-durable" or BenchPeers.Stock or BenchPeers.Akka;

    // The others have no code that would be compiled while it runs.
    private static bool HasCode(BenchSystem system) => system.Name is not (BenchPeers.PgBench or BenchPeers.Raw);

    private BenchOrder Order(BenchSystem system, int inFlight) => new()
    {
        Work = system.Work,
        InFlight = inFlight,
        WarmUp = settings.WarmUp,
        Seconds = settings.Seconds,
        Grains = settings.Grains,
        Payload = settings.Payload,
        Begin = random.Next(1 << 30),
    };
}
