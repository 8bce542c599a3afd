using System.Diagnostics.Metrics;

namespace ActiveActive.Silo.Replication;

/// <summary>What replication measures: meter <c>ActiveActive</c>, instruments <c>activeactive.replication.*</c>.</summary>
internal sealed class ReplicationMetrics
{
    private readonly Counter<long> _conflicts;

    public ReplicationMetrics(IMeterFactory meters) =>
        _conflicts = meters.Create("ActiveActive").CreateCounter<long>("activeactive.replication.conflicts", "{conflict}", "Pairs of values that regions wrote without knowledge of each other, as this region merged them");

    /// <summary>A conflict was met.</summary>
    /// <param name="grainType">Of this type of grain.</param>
    /// <param name="kind">What became of the value: discarded, or concurrent.</param>
    public void Met(string grainType, string kind) => _conflicts.Add(1, KeyValuePair.Create<string, object?>("grain_type", grainType), KeyValuePair.Create<string, object?>("kind", kind));
}
