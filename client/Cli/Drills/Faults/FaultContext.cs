using ActiveActive.Cli.Drills.Grounds;
using ActiveActive.TestKit.History;
using ActiveActive.TestKit.Regions;

namespace ActiveActive.Cli.Drills.Faults;

/// <summary>What a fault works with.</summary>
/// <param name="name">The fault's name.</param>
/// <param name="ground">What to break.</param>
/// <param name="machine">What is around it.</param>
/// <param name="timeline">Where everything is noted.</param>
/// <param name="targets">Who has which silo in hand.</param>
/// <param name="random">Decides; drawn from the seed, for this fault alone.</param>
/// <param name="isAlone">Whether no other fault happens in the same run.</param>
/// <param name="startsMayFail">Whether the database is stopped in the same run.</param>
internal sealed class FaultContext(string name, IDrillGround ground, DrillMachine machine, Timeline timeline, FaultTargets targets, Random random, bool isAlone, bool startsMayFail)
{
    /// <summary>How long a silo that has started takes to get its share of the grains: three of the periods in which silos compare their numbers of them (docs/upgrades.md).</summary>
    public static readonly TimeSpan ShareTime = TimeSpan.FromSeconds(9);

    private const int StartAttempts = 5;
    private static readonly TimeSpan StartPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ReturnAfter = TimeSpan.FromSeconds(5);
    private readonly HashSet<string> _doomed = [];

    /// <summary>The region to break, of several the first.</summary>
    public RegionRunner Region => ground.Regions[0];

    /// <summary>The regions to break, for faults that need several (<see cref="FaultNeeds.Regions"/>).</summary>
    public SeveralRegions Several => (SeveralRegions)ground;

    public DrillMachine Machine { get; } = machine;

    public FaultTargets Targets { get; } = targets;

    public Random Random { get; } = random;

    /// <summary>Whether no other fault happens in the same run.</summary>
    public bool IsAlone => isAlone;

    public void Injected(string text, string? silo = null) => timeline.Add(TimedEventKind.Injected, text, name, silo);

    /// <summary>A whole region is broken: its own callers may see errors from now on.</summary>
    public void Injected(string text, RegionRunner region) => timeline.Add(TimedEventKind.Injected, text, name, region: region.Region);

    /// <summary>Recovery counts from now.</summary>
    public void Healed(string text, string? silo = null) => timeline.Add(TimedEventKind.Healed, text, name, silo);

    public void Note(TimedEventKind kind, string text, string? silo = null) => timeline.Add(kind, text, name, silo);

    /// <summary>Something happened to a whole region.</summary>
    public void Note(TimedEventKind kind, string text, RegionRunner region) => timeline.Add(kind, text, name, region: region.Region);

    /// <summary>Whether the others are to declare this silo dead, so that its end by itself is no finding.</summary>
    public bool IsDoomed(string silo)
    {
        lock (_doomed)
        {
            return _doomed.Contains(silo);
        }
    }

    public void Doom(int silo, bool doomed = true)
    {
        lock (_doomed)
        {
            _ = doomed ? _doomed.Add(NameOf(silo)) : _doomed.Remove(NameOf(silo));
        }
    }

    public static string NameOf(int silo) => $"silo-{silo}";

    /// <summary>Starts a silo as a supervisor would: again when that fails. A failure is a finding, unless the database may be down just then.</summary>
    public Task Start(int silo, CancellationToken cancellation) => Start(Region, silo, NameOf(silo), cancellation);

    /// <summary>Starts all silos of one of several regions.</summary>
    public Task StartSilos(RegionRunner region, CancellationToken cancellation) =>
        Task.WhenAll(region.Silos.Select(silo => Start(region, silo.Number, IDrillGround.NameOf(region.Region, silo.Name), cancellation)));

    private async Task Start(RegionRunner region, int silo, string siloName, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await region.StartSilo(silo, cancellation);
                return;
            }
            catch (RegionException error) when (attempt < StartAttempts)
            {
                Note(startsMayFail ? TimedEventKind.Note : TimedEventKind.SiloDied, $"{siloName} did not start, try {attempt}: {error.Message}", siloName);
                await region.KillSilo(silo);
                await Task.Delay(StartPause, cancellation);
            }
        }
    }

    /// <summary>Leaves killed or stopped silos away when this fault is alone, so that nothing but the fault is measured; else starts them again, so that the others find silos to break.</summary>
    public async Task ReturnUnlessAlone(int[] silos, CancellationToken cancellation)
    {
        if (!IsAlone)
        {
            await Task.Delay(ReturnAfter, cancellation);
            await Task.WhenAll(silos.Select(silo => Start(silo, cancellation)));
            Targets.Return(silos);
        }
    }
}
