namespace ActiveActive.Tests.Unit.Merging;

internal enum StreamStepKind
{
    Change,
    Receive,
    Acknowledge,
    Fold,
    Settle,
}
