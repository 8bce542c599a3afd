using ActiveActive.TestKit.History;
using ActiveActive.TestKit.Regions;

namespace ActiveActive.Cli.Drills.Faults;

/// <summary>
/// The zombie: a silo is frozen (SIGSTOP) for so long that the others declare it dead, and then goes on (SIGCONT) as if nothing had been. It must neither commit nor answer
/// from its stale memory, and end by itself when it learns that it was declared dead. Then it is started again.
/// </summary>
internal sealed class FreezeFault : IFault
{
    private static readonly TimeSpan Frozen = TimeSpan.FromSeconds(12);
    private static readonly TimeSpan EndsWithin = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);

    public string Name => "freeze";

    public string Description => "a silo freezes (SIGSTOP) for 12 s and goes on as a zombie; it must end itself, and is started again";

    public FaultGoal Goal => new(GapMax: 6);

    public int Seconds => 30;

    public async Task Run(FaultContext context, CancellationToken cancellation)
    {
        var silos = await context.Targets.Take(1, context.Random, cancellation);
        var (number, name) = (silos[0], FaultContext.NameOf(silos[0]));
        context.Doom(number);
        context.Injected($"SIGSTOP to {name}", name);
        context.Region.FreezeSilo(number);
        context.Note(TimedEventKind.SiloFrozen, $"{name}: frozen", name);
        await Task.Delay(Frozen, cancellation);
        context.Region.ThawSilo(number);
        context.Note(TimedEventKind.SiloThawed, $"{name}: goes on", name);
        context.Healed($"SIGCONT to {name}", name);
        await EndedOrNot(context, number, name, mustEnd: true, cancellation);
        context.Doom(number, doomed: false);
        context.Targets.Return(silos);
    }

    /// <summary>Waits for a doomed silo's end and starts it again. One that lives on was not declared dead, or has not learned it: noted, and a finding where it must end.</summary>
    internal static async Task EndedOrNot(FaultContext context, int number, string name, bool mustEnd, CancellationToken cancellation)
    {
        var silo = context.Region.Silos[number - 1];
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(EndsWithin);
        while (silo.State == SiloState.Ready && !limit.IsCancellationRequested)
        {
            await Task.Delay(Poll, limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        cancellation.ThrowIfCancellationRequested();
        if (silo.State == SiloState.Ready)
        {
            context.Note(mustEnd ? TimedEventKind.LivedOn : TimedEventKind.Note, $"{name} lives on: the others have not declared it dead, or it has not learned it within {EndsWithin.TotalSeconds} s", name);
        }
        else
        {
            await context.Start(number, cancellation);
        }
    }
}
