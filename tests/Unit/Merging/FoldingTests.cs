using ActiveActive.Merging;
using ActiveActive.TestKit.Merging;
using CsCheck;

namespace ActiveActive.Tests.Unit.Merging;

/// <summary>Regions that fold at any time, each by what it knows, converge as if nobody had.</summary>
public sealed class FoldingTests
{
    private const int MostSteps = 40;

    [Fact]
    public void Counter() => Converge(MergeChanges.Counter);

    [Fact]
    public void Last_writer_wins_register() => Converge(MergeChanges.Register);

    [Fact]
    public void Remove_wins_set() => Converge(MergeChanges.RemoveWins);

    [Fact]
    public void Map_of_counters() => Converge(MergeChanges.InMap(MergeChanges.Counter));

    [Fact]
    public void Map_of_registers() => Converge(MergeChanges.InMap(MergeChanges.Register));

    [Fact]
    public void Map_of_remove_wins_sets() => Converge(MergeChanges.InMap(MergeChanges.RemoveWins));

    [Fact]
    public void Record() => Converge(CartChanges.All);

    /// <summary>What a region may lower by depends on what it has folded, so it is compared with the other regions only.</summary>
    [Fact]
    public void Bounded_counter() => Converge(BoundedCounterWorld.Changes, isLikeUnfolded: false, static counter => Assert.True(counter.Value >= 0));

    /// <summary>The claim rests on stability being known behind all that was written before. Where it is guessed, this must fail.</summary>
    [Fact]
    public void Folding_what_is_not_stable_is_found() =>
        Assert.ThrowsAny<CsCheckException>(() => Converge(MergeChanges.InMap(MergeChanges.Counter), guessesStability: true));

    private static void Converge<T>(Gen<MergeChange<T>> changes, bool isLikeUnfolded = true, Action<T>? holds = null, bool guessesStability = false)
        where T : class
    {
        var folds = 0;
        var region = Gen.Int[0, StreamedRegions<T>.Count - 1];
        var step = Gen.Frequency(
            (3, Gen.Select(region, changes, Gen.Int[0, 30], static (at, change, request) => new StreamStep<T>(StreamStepKind.Change, at, at, change, request))),
            (5, Gen.Select(region, region, changes, static (at, from, unused) => new StreamStep<T>(StreamStepKind.Receive, at, from, unused, 0))),
            (2, Gen.Select(region, changes, static (at, unused) => new StreamStep<T>(StreamStepKind.Acknowledge, at, at, unused, 0))),
            (2, Gen.Select(region, changes, static (at, unused) => new StreamStep<T>(StreamStepKind.Fold, at, at, unused, 0))),
            (1, changes.Select(static unused => new StreamStep<T>(StreamStepKind.Settle, 0, 0, unused, 0))));
        step.List[0, MostSteps].Sample(
            steps =>
            {
                var folding = new StreamedRegions<T>(folds: true, guessesStability);
                folding.TakeAll(steps, holds);
                folds += folding.Folds;
                Assert.Single(folding.States.Select(static state => Convert.ToHexString(state.Fingerprint())).Distinct());
                if (isLikeUnfolded)
                {
                    var plain = new StreamedRegions<T>(folds: false, guessesStability: false);
                    plain.TakeAll(steps, null);
                    Assert.Single(plain.States.Concat(folding.States).Select(Seen).Distinct());
                }
            },
            iter: MergeCases.Count,
            threads: 1,
            print: static steps => string.Join("; ", steps));
        Assert.True(folds > MergeCases.Count / 10, $"Only {folds} folds in {MergeCases.Count} cases did anything.");

        // Without what it has seen: removing a tombstone is a change where it is not folded yet.
        static string Seen(Merged<T> state) => Convert.ToHexString(new Merged<T>(state.Value, CausalContext.None, default).Fingerprint());
    }
}
