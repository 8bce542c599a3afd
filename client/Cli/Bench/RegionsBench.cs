using System.Diagnostics;
using System.Net;
using ActiveActive.Benchmarks.Driver;
using ActiveActive.Cli.Bench.Report;
using ActiveActive.Cli.Bench.Systems;
using ActiveActive.Cli.Drills.Grounds;
using ActiveActive.TestKit.Checks;
using ActiveActive.TestKit.Faults;
using ActiveActive.TestKit.Regions;

namespace ActiveActive.Cli.Bench;

/// <summary>
/// Measures three linked regions, each with silos and a database of its own, that write replicated grains (<see cref="ISharedRegisterGrain"/>), each some of its own, and beside them one without peers.
/// </summary>
/// <remarks>
/// Each trial: 1. writes in all regions, as many as they take from callers that each wait for their answers, and then the time until all are in all regions, which counts. 2. The highest rate, of writes that fall due at even times, that they keep up with: those come in
/// smaller groups, and cost more. 3. Half of that, with a probe from each region to each other. 4. The same rate in the first region alone, and in the one without peers, in an order of the seed's choice: processor time of silos and database for each write.
/// 5. The same rate in all, and one of them cut off from the others for a while; then the time until each has what the others had.
/// The regions reach each other through relays in this process, which need some of the machine, too.
/// </remarks>
internal sealed class RegionsBench(BenchSettings settings, string folder, Action<string> tell)
{
    private const int Regions = 3;
    private const string Alone = "alone";
    private static readonly TimeSpan ProbePoll = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan CatchUpLimit = TimeSpan.FromSeconds(60);

    /// <summary>A rate is kept up with when 99 in 100 writes are answered within this, and all are everywhere within it of the last.</summary>
    private static readonly TimeSpan KeptUp = TimeSpan.FromMilliseconds(500);

    /// <summary>So often the range in which the highest rate must lie is halved.</summary>
    private const int Halvings = 5;
    private readonly Random _random = new(settings.Seed);

    public async Task<RegionsReport> Run(CancellationToken cancellation)
    {
        await using var links = new RegionLinks(IPAddress.Loopback, settings.Seed);
        var options = new RegionOptions { Silos = settings.Silos, DataFolder = Path.Combine(folder, "regions"), PostgresSettings = BenchServer.SettingsOfRegions };
        tell($"Starting {Regions} linked regions and one without peers");
        await using var linked = await LinkedRegions.Start(options, Regions, static (_, _) => { }, links, cancellation);
        await using var alone = await RegionRunner.Start(
            options with { Region = Alone, DataFolder = Path.Combine(options.DataFolder, Alone), PortOffset = (Regions + 1) * RegionOptions.MaxSilos }, cancellation: cancellation);
        var members = new List<Member>();
        try
        {
            foreach (var region in linked.All.Append(alone))
            {
                members.Add(await Member.Connect(region, cancellation));
            }

            return await Run(members[..Regions], members[Regions], links, cancellation);
        }
        finally
        {
            foreach (var member in members)
            {
                await member.DisposeAsync();
            }
        }
    }

    private async Task<RegionsReport> Run(IReadOnlyList<Member> regions, Member alone, RegionLinks links, CancellationToken cancellation)
    {
        var inFlight = settings.InFlight[0];
        var order = new BenchOrder { Work = BenchWork.SharedWrite, InFlight = inFlight, Grains = settings.Grains, Payload = settings.Payload, Seconds = settings.Seconds, WarmUp = settings.WarmUp };
        tell($"Warming up for {settings.Warm} s");
        await All([.. regions, alone], order with { Seconds = settings.Warm }, cancellation);
        var trials = new List<RegionsTrial>();
        for (var number = 1; number <= settings.Trials; number++)
        {
            var trial = await Trial(order, regions, alone, links, cancellation);
            trials.Add(trial);
            tell(FormattableString.Invariant(
                $"trial {number}: {trial.MostWritesPerSecond:N0} writes/s at most, {trial.KeptWritesPerSecond:N0} due at even times; at {trial.WritesPerSecond:N0}/s lag {trial.Lag?.P50:0} ms, p99 {trial.Lag?.P99:0} ms; {trial.LinkedMicroseconds:0} us a write, alone {trial.AloneMicroseconds:0} us; caught up {trial.CatchUpTimes:0.0} times as fast{(trial.Errors > 0 ? $"; {trial.Errors} ERRORS: {trial.FirstError}" : "")}"));
        }

        return new RegionsReport(Regions, inFlight, settings.Cut, trials);
    }

    private async Task<RegionsTrial> Trial(BenchOrder order, IReadOnlyList<Member> regions, Member alone, RegionLinks links, CancellationToken cancellation)
    {
        var most = await All(regions, order with { WarmUp = 0 }, cancellation);

        // What is not yet everywhere has not been done: the time that this takes belongs to it.
        var level = await Level(regions, cancellation) ?? CatchUpLimit;
        var share = settings.Seconds / (settings.Seconds + level.TotalSeconds);
        double[] rates = [.. most.Select(result => result.CallsPerSecond * share)];
        var kept = await Kept(order, regions, rates, cancellation);
        BenchOrder[] half = [.. rates.Select(rate => order with { Rate = Math.Max(1, rate * kept / 2) })];

        var probe = new LagProbe([.. regions.Select(static region => region.Grains)], ProbePoll);
        using var until = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var probing = probe.Run(until.Token);
        var calm = await All(regions, half, cancellation);
        await until.CancelAsync();
        await probing;

        await Level(regions, cancellation);
        var cost = new Dictionary<Member, (double Microseconds, BenchResult Result)>();
        foreach (var member in Shuffled([regions[0], alone]))
        {
            cost[member] = await member.Cost(half[0], cancellation);
            await Level(regions, cancellation);
        }

        var (catchUp, cut) = await CatchUp(half, regions, links, cancellation);
        BenchResult[] all = [.. most, .. calm, .. cut, .. cost.Values.Select(static one => one.Result)];
        return new RegionsTrial
        {
            MostWritesPerSecond = rates.Sum(),
            KeptWritesPerSecond = rates.Sum() * kept,
            WritesPerSecond = calm.Sum(static result => result.CallsPerSecond),
            Writes = calm.MaxBy(static result => result.Latency.P99)!.Latency,
            Lag = Gaps.Of(probe.Samples.Select(static sample => sample.Milliseconds)),
            LinkedMicroseconds = cost[regions[0]].Microseconds,
            AloneMicroseconds = cost[alone].Microseconds,
            CatchUpSeconds = catchUp?.TotalSeconds,
            CatchUpTimes = catchUp is { } took ? (settings.Cut + took.TotalSeconds) / took.TotalSeconds : 0,
            Errors = all.Sum(static result => result.Errors),
            FirstError = all.Select(static result => result.FirstError).FirstOrDefault(static error => error is not null),
        };
    }

    /// <summary>The highest rate that the regions keep up with.</summary>
    /// <returns>As a share of the most that they take.</returns>
    private async Task<double> Kept(BenchOrder order, IReadOnlyList<Member> regions, double[] most, CancellationToken cancellation)
    {
        var (kept, notKept) = (0.0, 1.0);
        for (var halving = 1; halving <= Halvings; halving++)
        {
            var share = (kept + notKept) / 2;
            var results = await All(regions, [.. most.Select(rate => order with { Rate = Math.Max(1, rate * share) })], cancellation);
            var level = await Level(regions, cancellation);
            var isKept = level < KeptUp && results.All(static result => result.Errors == 0 && result.Latency.P99 < KeptUp.TotalMilliseconds);
            tell(FormattableString.Invariant(
                $"  {most.Sum() * share:N0}/s due: {(isKept ? "kept up with" : "too much")}, p99 {results.Max(static result => result.Latency.P99):0} ms, everywhere after {level?.TotalMilliseconds:0} ms"));
            (kept, notKept) = isKept ? (share, notKept) : (kept, share);
        }

        return kept > 0 ? kept : notKept;
    }

    // The load goes on until all have caught up, or until that has taken as long as can count.
    private async Task<(TimeSpan? CatchUp, BenchResult[] Load)> CatchUp(BenchOrder[] half, IReadOnlyList<Member> regions, RegionLinks links, CancellationToken cancellation)
    {
        var last = regions[^1];
        var load = All(regions, [.. half.Select(order => order with { WarmUp = 0, Seconds = settings.Cut + settings.Seconds })], cancellation);
        List<IAsyncDisposable> cuts = [];
        foreach (var other in regions.SkipLast(1))
        {
            cuts.AddRange([links.Cut(last.Name, other.Name), links.Cut(other.Name, last.Name)]);
        }

        await Task.Delay(TimeSpan.FromSeconds(settings.Cut), cancellation);
        await SiloNetwork.Heal([.. cuts]);
        var catchUp = await Level(regions, cancellation);
        return (catchUp, await load);
    }

    /// <summary>Waits until each region has what all of them have now.</summary>
    /// <returns>How long that took; null when it took longer than the limit.</returns>
    private static async Task<TimeSpan?> Level(IReadOnlyList<Member> regions, CancellationToken cancellation)
    {
        var began = Stopwatch.GetTimestamp();
        var tokens = await Task.WhenAll(regions.Select(static region => region.Session.Advance("")));
        var reached = await Task.WhenAll(regions.SelectMany(region => tokens.Select(token => region.Reach(token, CatchUpLimit, cancellation))));
        return Array.TrueForAll(reached, static one => one) ? Stopwatch.GetElapsedTime(began) : null;
    }

    private static Task<BenchResult[]> All(IReadOnlyList<Member> members, BenchOrder order, CancellationToken cancellation) =>
        All(members, [.. members.Select(_ => order)], cancellation);

    // Each writes grains of its own, as callers are usually with one region at a time; all of them are in all regions.
    private static Task<BenchResult[]> All(IReadOnlyList<Member> members, BenchOrder[] orders, CancellationToken cancellation) =>
        Task.WhenAll(members.Select((member, i) => member.Carry(orders[i] with { First = orders[i].Grains * i }, cancellation)));

    private Member[] Shuffled(Member[] members)
    {
        _random.Shuffle(members);
        return members;
    }

    /// <summary>A region with those who call it.</summary>
    private sealed class Member(RegionRunner region, RegionClient client, BenchProcess load) : IAsyncDisposable
    {
        /// <summary>A grain call ends earlier than this by itself.</summary>
        private static readonly TimeSpan OneCall = TimeSpan.FromSeconds(5);

        public string Name => region.Region;

        public IGrainFactory Grains => client.Grains;

        public ISessionGrain Session => client.Grains.GetGrain<ISessionGrain>(0);

        public static async Task<Member> Connect(RegionRunner region, CancellationToken cancellation)
        {
            var client = await RegionClient.Connect(region.Region, region.ConnectionString, cancellation: cancellation);
            try
            {
                var setup = new BenchSetup { Region = region.Region, Database = region.ConnectionString, Variant = BenchProgram.Region };
                return new Member(region, client, await BenchProcess.Start(region.Region, SiloHost.FindOther(BenchProgram.Benchmarks).Program, BenchWorker.Argument, setup, cancellation));
            }
            catch
            {
                await client.DisposeAsync();
                throw;
            }
        }

        public Task<BenchResult> Carry(BenchOrder order, CancellationToken cancellation) => load.Carry(order, cancellation);

        public async Task<bool> Reach(string token, TimeSpan limit, CancellationToken cancellation)
        {
            for (var began = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(began) < limit;)
            {
                cancellation.ThrowIfCancellationRequested();
                if (await Session.Reach(token, OneCall))
                {
                    return true;
                }
            }

            return false;
        }

        /// <summary>Processor time for each write, with what the region does beside them.</summary>
        public async Task<(double Microseconds, BenchResult Result)> Cost(BenchOrder order, CancellationToken cancellation)
        {
            await Carry(order with { Seconds = order.WarmUp, WarmUp = 0 }, cancellation);
            var before = Busy();
            var result = await Carry(order with { WarmUp = 0 }, cancellation);
            return ((Busy() - before) * 1_000_000 / Math.Max(1, result.Calls), result);
        }

        public async ValueTask DisposeAsync()
        {
            await load.DisposeAsync();
            await client.DisposeAsync();
        }

        private double Busy() => ProcessorTime.WithChildren(region.Postgres!.ProcessId!.Value) + region.Silos.Sum(static silo => ProcessorTime.WithChildren(silo.ProcessId!.Value));
    }
}
