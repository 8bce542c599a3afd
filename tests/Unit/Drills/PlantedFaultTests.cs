using ActiveActive.TestKit.Checks;
using ActiveActive.TestKit.History;
using CsCheck;

namespace ActiveActive.Tests.Unit.Drills;

/// <summary>Random good histories pass all checkers; spoiled in one way, each is found, as what it is. A failure tells the seed of its history.</summary>
public sealed class PlantedFaultTests
{
    private const int Operations = 90;

    [Fact]
    public void Good_histories_pass() => Gen.Int[0, int.MaxValue - 1].Sample(
        seed =>
        {
            var good = new SimulatedHistory(seed, Operations);
            Assert.Empty(AllCheckers.Check(good.History, good.Final));
        },
        iter: 400);

    [Fact]
    public void The_simulation_makes_every_kind_of_operation_of_one_region_with_every_outcome_it_can_have()
    {
        var seen = Enumerable.Range(0, 60).SelectMany(seed => new SimulatedHistory(seed, Operations).History).Select(op => (op.Kind, op.Outcome)).ToHashSet();
        foreach (var kind in Enum.GetValues<OperationKind>().Except([OperationKind.CartPut, OperationKind.CartRead]))
        {
            Assert.Contains((kind, Outcome.Ok), seen);
            Assert.Contains((kind, Outcome.Unknown), seen);
        }

        Assert.Superset(new HashSet<(OperationKind, Outcome)> { (OperationKind.Withdraw, Outcome.Refused), (OperationKind.Transfer, Outcome.Refused), (OperationKind.RegisterSwap, Outcome.Refused) }, seen);
        var histories = Enumerable.Range(0, 60).Select(seed => new SimulatedHistory(seed, Operations)).ToList();
        Assert.Contains(histories, history => history.History.Exists(op => op is { Outcome: Outcome.Unknown, Text: { } text } && history.History.Exists(read => read.IsRead && read.Text == text)));
        Assert.Contains(histories, history => history.Final.Accounts.Values.Any(account => account.Entries.Any(entry => entry.Kind == AccountEntryKind.Refunded)));
    }

    [Theory]
    [InlineData("acknowledged addition dropped", FindingKind.Lost)]
    [InlineData("addition applied twice", FindingKind.Doubled)]
    [InlineData("acknowledged entry dropped", FindingKind.Lost)]
    [InlineData("entry applied twice", FindingKind.Doubled)]
    [InlineData("opening applied twice", FindingKind.Doubled)]
    [InlineData("transfer never arrived", FindingKind.Lost)]
    [InlineData("transfer never arrived", FindingKind.Unbalanced)]
    [InlineData("transfer arrived twice", FindingKind.Doubled)]
    [InlineData("transfer arrived twice", FindingKind.Unbalanced)]
    [InlineData("money created", FindingKind.Unbalanced)]
    [InlineData("stale read", FindingKind.WentBack)]
    [InlineData("versions swapped", FindingKind.WentBack)]
    [InlineData("read from the future", FindingKind.WentBack)]
    [InlineData("read of what vanished", FindingKind.NotLinearizable)]
    [InlineData("addition seen that vanished", FindingKind.Lost)]
    [InlineData("refused and applied", FindingKind.Doubled)]
    [InlineData("refused without reason", FindingKind.NotLinearizable)]
    [InlineData("deposit refused", FindingKind.NotLinearizable)]
    [InlineData("text of nobody", FindingKind.Doubled)]
    [InlineData("refused text seen", FindingKind.Doubled)]
    [InlineData("two swaps of one text", FindingKind.Lost)]
    [InlineData("acknowledged text dropped", FindingKind.Lost)]
    [InlineData("stale text read", FindingKind.WentBack)]
    public void A_planted_fault_is_found(string fault, object kind)
    {
        var planted = 0;
        Gen.Int[0, int.MaxValue - 1].Sample(
            seed =>
            {
                var good = new SimulatedHistory(seed, Operations);
                if (PlantedFault.Plant(fault, good, seed) is var (history, final))
                {
                    Interlocked.Increment(ref planted);
                    Assert.Contains((FindingKind)kind, AllCheckers.Check(history, final).Select(finding => finding.Kind));
                }
            },
            iter: 200);
        Assert.True(planted >= 20, $"only {planted} of 200 histories had a place for: {fault}");
    }
}
