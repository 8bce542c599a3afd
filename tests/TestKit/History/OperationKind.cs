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

    /// <summary>Reads a register.</summary>
    RegisterRead,

    /// <summary>Writes a register, whatever it holds.</summary>
    RegisterWrite,

    /// <summary>Writes a register if it still holds <see cref="Operation.Expected"/>; else refused.</summary>
    RegisterSwap,

    /// <summary>Reads a cart, in the caller's own region.</summary>
    CartRead,

    /// <summary>Puts <see cref="Operation.Amount"/> of the item <see cref="Operation.Text"/> into a cart.</summary>
    CartPut,
}
