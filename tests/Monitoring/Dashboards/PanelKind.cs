namespace ActiveActive.Tests.Monitoring.Dashboards;

internal enum PanelKind
{
    /// <summary>One present figure, or one for each series.</summary>
    Stat,

    /// <summary>Lines over time.</summary>
    Lines,

    /// <summary>Lines over time, one on the other: for parts of a whole.</summary>
    Stacked,

    /// <summary>Up (1) and down (0) over time, a band for each series.</summary>
    States,

    /// <summary>Present figures, a row for each combination of labels and a column for each query; its legend is the column's name.</summary>
    Table,
}
