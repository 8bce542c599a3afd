using System.Collections.Immutable;
using ActiveActive.TestKit.Checks;
using ActiveActive.TestKit.Checks.Linearizability;
using ActiveActive.TestKit.History;

namespace ActiveActive.TestKit.Recording;

/// <summary>Tells a recorded history to the drills' checker of registers, which is explained at <see cref="RegisterChecker"/>.</summary>
internal static class LinearizableRegisterChecker
{
    public static IEnumerable<Finding> Check(IEnumerable<RecordedOperation> history, IReadOnlyDictionary<string, string?> held) =>
        RegisterChecker.Check(
            [.. history.Where(static operation => !operation.IsWrite || operation.Outcome != Outcome.Refused).Select(Translated)],
            new FinalState(ImmutableDictionary<string, CounterValue>.Empty, ImmutableDictionary<string, (AccountBalance, ImmutableArray<AccountEntry>)>.Empty) { Registers = held });

    // Whatever a write was refused for, it is as if it had never been asked for: who sees its value has seen what nobody wrote.
    private static Operation Translated(RecordedOperation operation) => new()
    {
        Id = operation.Id,
        Kind = operation.IsWrite ? OperationKind.RegisterWrite : OperationKind.RegisterRead,
        Key = operation.Subject,
        Text = operation.Value,
        Due = operation.Start.Ticks,
        Start = operation.Start.Ticks,
        End = operation.End.Ticks,
        Outcome = operation.Outcome,
    };
}
