namespace ActiveActive.TestKit.Checks.Linearizability;

internal enum RegisterCallKind
{
    Read,
    Write,

    /// <summary>Wrote, because the register held what was expected.</summary>
    Swap,

    /// <summary>Did not write, because the register held something else.</summary>
    RefusedSwap,
}
