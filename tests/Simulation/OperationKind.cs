namespace ActiveActive.Tests.Simulation;

/// <summary>What a request does to the stock.</summary>
internal enum OperationKind
{
    /// <summary>Adds to it.</summary>
    Raise,

    /// <summary>Takes from it, if the region has the right to.</summary>
    Lower,

    /// <summary>Gives rights to another region.</summary>
    Transfer,
}
