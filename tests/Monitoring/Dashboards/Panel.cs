namespace ActiveActive.Tests.Monitoring.Dashboards;

/// <summary>A panel of a dashboard.</summary>
/// <param name="Kind">How it is drawn.</param>
/// <param name="Title">Its title.</param>
/// <param name="Unit">Grafana's name of the unit, of <see cref="Units"/>.</param>
/// <param name="Description">What it shows, and what is good.</param>
/// <param name="Queries">What it asks for.</param>
internal sealed record Panel(PanelKind Kind, string Title, string Unit, string Description, params Query[] Queries)
{
    /// <summary>Of the 24 columns of a dashboard.</summary>
    public int Width { get; init; } = Kind switch { PanelKind.Stat => 3, PanelKind.Table => 24, _ => 8 };

    public int Height { get; init; } = Kind is PanelKind.Stat ? 4 : 8;

    /// <summary>From here on it is drawn as a warning; null when no value is bad.</summary>
    public double? Warning { get; init; }

    /// <summary>From here on it is drawn as critical; null when no value is.</summary>
    public double? Critical { get; init; }

    /// <summary>Whether values below the limits are the bad ones.</summary>
    public bool LowIsBad { get; init; }

    /// <summary>Units of a table's columns, where they are not the panel's own.</summary>
    public IReadOnlyDictionary<string, string> ColumnUnits { get; init; } = new Dictionary<string, string>();
}
