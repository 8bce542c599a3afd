namespace ActiveActive.Replication;

/// <summary>Merges entries into the rows of one type of state.</summary>
internal interface IEntryMerger
{
    /// <summary>The version of the type's shape.</summary>
    int TypeVersion { get; }

    /// <summary>Merges as many entries as can be: those that need nothing that is missing, in any order in which that holds.</summary>
    /// <param name="payload">The row's payload; null when there is none.</param>
    /// <param name="entries">The entries, in the order in which they came.</param>
    /// <param name="stability">What is stable; that is folded on the way.</param>
    /// <param name="latest">The highest time that a stamp may have, in milliseconds since 1970.</param>
    RowMerge Merge(byte[]? payload, IReadOnlyList<ArrivedEntry> entries, IStability stability, long latest);

    /// <summary>Those entries of which a row has everything already.</summary>
    /// <param name="payload">The row's payload; null when there is none.</param>
    /// <param name="entries">The entries.</param>
    IReadOnlyList<ArrivedEntry> Known(byte[]? payload, IReadOnlyList<ArrivedEntry> entries);
}
