namespace ActiveActive.TestKit.History;

/// <summary>What a drill's load does.</summary>
internal enum OperationKind
{
    CounterAdd,
    CounterRead,
    Deposit,
    Withdraw,
    Transfer,
    Balance,
}
