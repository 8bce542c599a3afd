using System.Diagnostics;
using System.Globalization;
using ActiveActive.Cli.Bench.Report;
using ActiveActive.Cli.Bench.Systems;
using ActiveActive.Cli.Drills.Compare;
using ActiveActive.Cli.Output;

namespace ActiveActive.Cli.Bench;

/// <summary>Starts systems again and again, in turns, each alone on the machine with an idle database.</summary>
internal sealed class StartBench(BenchServer server, BenchSystems systems, BenchSettings settings, string folder, Action<string> tell)
{
    private const string FirstCall = "first call answered at ";

    public async Task<IReadOnlyList<StartFigure>> Run(CancellationToken cancellation)
    {
        BenchProgram[] programs = settings.Compare.Contains(BenchPeers.Stock) ? [BenchProgram.Ours, BenchProgram.Stock] : [BenchProgram.Ours];
        var databases = new Dictionary<string, string>();
        foreach (var program in programs)
        {
            databases[program.Name] = await server.NewDatabase($"bench_{program.Name}", program.NeedsSchema, cancellation);
        }

        var starts = new List<(string System, double Silo, double Client)>();
        for (var trial = 1; trial <= settings.Trials; trial++)
        {
            foreach (var program in programs)
            {
                var (silo, client) = await Once(program, databases[program.Name], Path.Combine(folder, program.Name, $"trial-{trial}"), cancellation);
                starts.Add((program.Name, silo, client));
                tell(FormattableString.Invariant($"Trial {trial} of {settings.Trials}, {program.Name}: silo {silo:0} ms, client {client:0} ms"));
            }
        }

        return
        [
            .. starts.GroupBy(static start => start.System).Select(static own => new StartFigure(
                own.Key,
                BenchMath.Median(own.Select(static start => start.Silo)),
                BenchMath.Median(own.Select(static start => start.Client)),
                [.. own.Select(static start => Math.Round(start.Silo, 1))],
                [.. own.Select(static start => Math.Round(start.Client, 1))])),
        ];
    }

    private async Task<(double Silo, double Client)> Once(BenchProgram program, string database, string logs, CancellationToken cancellation)
    {
        var (answered, serving) = (0.0, 0L);
        var ports = systems.Ports(1);
        var began = Microseconds();
        await using var cluster = await BenchCluster.Start(program, ports, database, logs, Serves, cancellation);
        return ((answered - began) / 1000, Stopwatch.GetElapsedTime(serving).TotalMilliseconds);

        void Serves(PeerNode node)
        {
            var line = File.ReadLines(node.LogFile).FirstOrDefault(static line => line.StartsWith(FirstCall, StringComparison.Ordinal))
                ?? throw new CliException($"The silo did not say when its first call was answered. Its log: {node.LogFile}");
            answered = double.Parse(line.AsSpan(FirstCall.Length), CultureInfo.InvariantCulture);
            serving = Stopwatch.GetTimestamp();
        }
    }

    // As the silo's process counts: the same machine's clock.
    private static double Microseconds() => (DateTimeOffset.UtcNow - DateTimeOffset.UnixEpoch).TotalMicroseconds;
}
