using ActiveActive.TestKit.Faults;
using ActiveActive.TestKit.History;

namespace ActiveActive.Cli.Drills.Faults.Regions;

/// <summary>
/// A region's changes reach one other region only, which passes them on. Then it dies: what the one had got by then has to come to all others, and the rest when it is back.
/// </summary>
internal sealed class RelayFault : IFault
{
    private static readonly TimeSpan CutOff = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Away = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan RelayLimit = TimeSpan.FromSeconds(8);

    public string Name => "relay";

    public string Description => "only one other region hears a region, which is killed 5 s later; what the one heard must come to all; after 8 s it is started again";

    public FaultGoal Goal => new(GapMax: 1, Recovery: 20, Converged: 3, NoFailedCall: true);

    public FaultNeeds Needs => FaultNeeds.Regions;

    public int Seconds => 35;

    public async Task Run(FaultContext context, CancellationToken cancellation)
    {
        var several = context.Several;
        var origin = several.Choose(context.Random);
        var others = several.Regions.Where(region => region != origin).OrderBy(_ => context.Random.Next()).ToList();
        var (hears, rest) = (others[0], others[1..]);
        context.Injected($"only {hears.Region} hears {origin.Region}", origin);
        IAsyncDisposable[] cut = [.. rest.SelectMany(region => (IAsyncDisposable[])[several.Links.Cut(origin.Region, region.Region), several.Links.Cut(region.Region, origin.Region)])];
        await Task.Delay(CutOff, cancellation);
        await WholeRegion.Kill(origin);
        context.Injected($"SIGKILL to all silos and the database of {origin.Region}", origin);
        var away = Task.Delay(Away, cancellation);
        var heard = await several.Carts(hears);
        foreach (var region in rest)
        {
            var took = await several.Has(region, heard, RelayLimit, cancellation);
            context.Note(
                took is null ? TimedEventKind.NotRelayed : TimedEventKind.Note,
                took is { } time
                    ? $"{region.Region} has all that {hears.Region} had, {time.TotalMilliseconds:0} ms after it was asked"
                    : $"{region.Region} has not got within {RelayLimit.TotalSeconds} s what {hears.Region} had when {origin.Region} died");
        }

        await away;
        await SiloNetwork.Heal(cut);
        context.Healed($"{origin.Region} is started again, and heard by all");
        await WholeRegion.Start(context, origin, cancellation);
    }
}
