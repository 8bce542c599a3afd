using ActiveActive.Cli.Drills.Grounds;
using ActiveActive.TestKit;
using ActiveActive.TestKit.History;

namespace ActiveActive.Cli.Drills.Faults;

/// <summary>
/// Runs all faults of a drill. A lone one begins soon after the load is warm; of several, the first does, and the others within <see cref="Spread"/> after it, so that
/// they overlap. The seed decides when, and what they hit: each fault has random numbers of its own, so that what one does changes nothing for the others.
/// </summary>
internal sealed class FaultSchedule : IDisposable
{
    /// <summary>How much later than the first the last fault may begin.</summary>
    public static readonly TimeSpan Spread = TimeSpan.FromSeconds(6);

    private static readonly TimeSpan LatestStart = TimeSpan.FromSeconds(3);
    private const double StartShare = 0.3;

    private readonly FaultTargets _targets;
    private readonly List<(IFault Fault, FaultContext Context, TimeSpan At)> _faults = [];

    public FaultSchedule(DrillSettings settings, IDrillGround ground, DrillMachine machine, Timeline timeline)
    {
        _targets = new FaultTargets(ground.Regions[0].Silos.Length);
        foreach (var (fault, at, seed) in Plan(settings))
        {
            _faults.Add((fault, new FaultContext(fault.Name, ground, machine, timeline, _targets, new Random(seed), settings.Faults.Count == 1, settings.Faults.Any(static other => other.StopsDatabase)), at));
        }
    }

    /// <summary>When each fault begins, counted from the begin of the load, and the seed of its own choices.</summary>
    public static IReadOnlyList<(IFault Fault, TimeSpan At, int Seed)> Plan(DrillSettings settings)
    {
        var random = new Random(settings.Seed);
        var first = TimeSpan.FromSeconds(settings.WarmUp + Math.Min(settings.LoadSeconds * StartShare, LatestStart.TotalSeconds));
        var leader = random.Next(settings.Faults.Count);
        return [.. settings.Faults.Select((fault, i) => (fault, first + (random.NextDouble() * (i == leader ? TimeSpan.Zero : Spread)), random.Next()))];
    }

    /// <summary>Whether this silo is to be declared dead by the others, so that its end by itself is no finding.</summary>
    public bool IsDoomed(string silo) => _faults.Exists(fault => fault.Context.IsDoomed(silo));

    /// <summary>Runs them to their ends.</summary>
    /// <param name="from">When the load began, in microseconds of <see cref="Clock"/>.</param>
    /// <param name="cancellation">Breaks off; what is broken stays broken.</param>
    /// <remarks>When one fails, so do the others, which may be waiting for what it has in hand.</remarks>
    public async Task Run(long from, CancellationToken cancellation)
    {
        using var failed = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var running = _faults.ConvertAll(async fault =>
        {
            try
            {
                await Task.Delay(TimeSpan.FromMicroseconds(Math.Max(0, from - Clock.Now)) + fault.At, failed.Token);
                await fault.Fault.Run(fault.Context, failed.Token);
            }
            catch when (!failed.IsCancellationRequested)
            {
                await failed.CancelAsync();
                throw;
            }
        });
        await Task.WhenAll(running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await (running.Find(static fault => fault.IsFaulted) ?? Task.WhenAll(running));
    }

    public void Dispose() => _targets.Dispose();
}
