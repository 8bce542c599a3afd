using System.Diagnostics.Metrics;
using ActiveActive.Silo.Telemetry;

namespace ActiveActive.Silo.Storage.Watch;

/// <summary>What is measured of the region's database: instruments <c>activeactive.database.*</c>. Figures that are not known, as while it is down, are not told.</summary>
internal sealed class DatabaseMetrics
{
    private volatile object? _isUp;
    private volatile DatabaseFigures? _figures;
    private volatile DatabaseSizes? _sizes;

    public DatabaseMetrics(IMeterFactory meters)
    {
        var meter = meters.OurMeter();
        meter.CreateObservableGauge("activeactive.database.up", () => IsUp is { } isUp ? [new Measurement<int>(isUp ? 1 : 0)] : Array.Empty<Measurement<int>>(), description: "Whether the region's database answered this silo when it was asked last");
        meter.CreateObservableGauge("activeactive.database.oldest_transaction", () => Of(static figures => figures.OldestTransaction.TotalSeconds), "s", "How long the oldest open transaction has lasted");
        meter.CreateObservableGauge("activeactive.database.connections", () => Of(static figures => figures.Connections), "{connection}", "Connections to the database's server");
        meter.CreateObservableGauge("activeactive.database.connections.max", () => Of(static figures => figures.MaxConnections), "{connection}", "Connections that the database's server allows");
        meter.CreateObservableGauge("activeactive.database.size", () => OfSizes(static sizes => sizes.Bytes), "By", "What the region's databases take");
        meter.CreateObservableGauge("activeactive.database.log.size", () => OfSizes(static sizes => sizes.LogBytes), "By", "What the replication log takes");
    }

    /// <summary>Whether the database has answered last; null when it was not asked yet.</summary>
    public bool? IsUp => (bool?)_isUp;

    /// <summary>What the database said last; null when it does not answer, or was not asked yet.</summary>
    public DatabaseFigures? Figures => IsUp == true ? _figures : null;

    /// <summary>What it took last; null when it was not asked yet.</summary>
    public DatabaseSizes? LastSizes => _sizes;

    /// <summary>The database has answered, or has not.</summary>
    public void SetUp(bool isUp) => _isUp = isUp;

    /// <summary>The database has said what goes on in it.</summary>
    public void Set(DatabaseFigures figures) => _figures = figures;

    /// <summary>The database has said what it takes.</summary>
    public void Set(DatabaseSizes sizes) => _sizes = sizes;

    private IEnumerable<Measurement<T>> Of<T>(Func<DatabaseFigures, T> value)
        where T : struct => Figures is { } figures ? [new Measurement<T>(value(figures))] : [];

    private IEnumerable<Measurement<long>> OfSizes(Func<DatabaseSizes, long> value) => _sizes is { } sizes ? [new Measurement<long>(value(sizes))] : [];
}
