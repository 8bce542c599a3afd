using ActiveActive.TestKit.Faults;

namespace ActiveActive.Cli.Drills.Faults;

/// <summary>
/// Packets between silos vanish, or are late, for some time. Database and clients are reached as before, which is what makes it hard: everybody lives, everybody is asked, and
/// only some hear each other.
/// </summary>
internal sealed class PeerFault : IFault
{
    private static readonly TimeSpan Lasts = TimeSpan.FromSeconds(12);
    private readonly Func<FaultContext, int[], Task<IAsyncDisposable[]>> _inject;
    private readonly int _silos;
    private readonly bool _dooms;
    private readonly bool _mustEnd;

    private PeerFault(string name, string description, FaultGoal goal, Func<FaultContext, int[], Task<IAsyncDisposable[]>> inject, int silos = 1, bool dooms = true, bool mustEnd = false, FaultNeeds needs = FaultNeeds.Nothing)
    {
        (Name, Description, Goal, Needs) = (name, description, goal, FaultNeeds.Network | needs);
        (_inject, _silos, _dooms, _mustEnd) = (inject, silos, dooms, mustEnd);
    }

    /// <summary>A silo and all others do not hear each other.</summary>
    public static PeerFault Cut { get; } = new("peer-cut", "a silo and the others do not hear each other for 12 s", new FaultGoal(GapMax: 6), static (context, silos) => Task.WhenAll(
        Others(context, silos[0]).SelectMany(other => (Task<IAsyncDisposable>[])[context.Machine.Network!.Drop(silos[0], other), context.Machine.Network.Drop(other, silos[0])])), mustEnd: true);

    /// <summary>As <see cref="Cut"/>, in one direction of the seed's choice.</summary>
    public static PeerFault CutOneWay { get; } = new("peer-cut-one-way", "the others do not hear a silo for 12 s, or it does not hear them", new FaultGoal(GapMax: 6), static (context, silos) =>
    {
        var isDeaf = context.Random.Next(2) == 0;
        context.Note(TestKit.History.TimedEventKind.Note, isDeaf ? $"{FaultContext.NameOf(silos[0])} hears nobody" : $"nobody hears {FaultContext.NameOf(silos[0])}", FaultContext.NameOf(silos[0]));
        return Task.WhenAll(Others(context, silos[0]).Select(other => isDeaf ? context.Machine.Network!.Drop(other, silos[0]) : context.Machine.Network!.Drop(silos[0], other)));
    });

    /// <summary>Two silos do not hear each other; all others hear both.</summary>
    public static PeerFault CutPair { get; } = new(
        "peer-cut-pair",
        "two silos do not hear each other for 12 s; the others hear both",
        new FaultGoal(),
        static (context, silos) => Task.WhenAll(context.Machine.Network!.Drop(silos[0], silos[1]), context.Machine.Network.Drop(silos[1], silos[0])),
        silos: 2);

    /// <summary>Some packets vanish.</summary>
    public static PeerFault Loss { get; } = new(
        "peer-loss",
        "one in ten packets between a silo and the others is lost for 12 s",
        new FaultGoal(),
        static (context, silos) => Task.WhenAll(Others(context, silos[0]).SelectMany(other => (Task<IAsyncDisposable>[])[context.Machine.Network!.Drop(silos[0], other, 0.1), context.Machine.Network.Drop(other, silos[0], 0.1)])),
        dooms: false);

    /// <summary>Packets are late.</summary>
    public static PeerFault Delay { get; } = new(
        "peer-delay",
        "whatever a silo sends is 100 ms late, give or take 50, for 12 s",
        new FaultGoal(),
        static (_, silos) => Task.WhenAll(SiloNetwork.Delay(silos[0], TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(50))),
        dooms: false,
        needs: FaultNeeds.Delay);

    public string Name { get; }

    public string Description { get; }

    public FaultGoal Goal { get; }

    public FaultNeeds Needs { get; }

    public int Seconds => 30;

    public async Task Run(FaultContext context, CancellationToken cancellation)
    {
        var silos = await context.Targets.Take(_silos, context.Random, cancellation);

        // Where another fault stops a silo meanwhile, two are left, and no third one can tell who of them is cut off: either may end itself.
        var mayEnd = context.IsAlone ? silos : [.. context.Region.Silos.Select(static one => one.Number)];
        Doom(context, mayEnd, _dooms);
        context.Injected($"{Description} ({string.Join(", ", silos.Select(FaultContext.NameOf))})", FaultContext.NameOf(silos[0]));
        var broken = await _inject(context, silos);
        await Task.Delay(Lasts, cancellation);
        await SiloNetwork.Heal(broken);
        context.Healed("all hear each other again");
        if (_dooms)
        {
            await Task.WhenAll(silos.Select(silo => FreezeFault.EndedOrNot(context, silo, FaultContext.NameOf(silo), _mustEnd && context.IsAlone, cancellation)));
        }

        Doom(context, mayEnd, doomed: false);
        context.Targets.Return(silos);
    }

    private static void Doom(FaultContext context, IEnumerable<int> silos, bool doomed)
    {
        foreach (var silo in silos)
        {
            context.Doom(silo, doomed);
        }
    }

    private static IEnumerable<int> Others(FaultContext context, int silo) => context.Region.Silos.Select(static one => one.Number).Where(other => other != silo);
}
