using ActiveActive.TestKit.Merging;

namespace ActiveActive.Tests.Unit.Merging;

internal sealed record StreamStep<T>(StreamStepKind Kind, int Region, int From, MergeChange<T> Change, int Request)
{
    public override string ToString() => Kind switch
    {
        StreamStepKind.Change => $"{Region}: {Change} (request {Request})",
        StreamStepKind.Receive => $"{Region} receives of {From}",
        StreamStepKind.Acknowledge => $"{Region} acknowledges",
        StreamStepKind.Fold => $"{Region} folds",
        _ => "all receive all and acknowledge it",
    };
}
