namespace ActiveActive.Client.Calls;

/// <summary>What an attempt's error says about the call.</summary>
internal enum FailureKind
{
    /// <summary>An answer: trying again would not change it.</summary>
    Final,

    /// <summary>Proof that the call never reached its grain.</summary>
    NeverStarted,

    /// <summary>The grain, or one that it called, reported that nothing was written. Other work of the same method may have been done.</summary>
    NothingWritten,

    /// <summary>It may or may not have happened.</summary>
    Unknown,
}
