using System.Diagnostics.Metrics;

namespace ActiveActive.State.Updates;

/// <summary>What the write path measures: instrument <c>activeactive.call.duplicates</c> of the meter <c>ActiveActive</c>.</summary>
internal sealed class UpdateMetrics
{
    private readonly Counter<long> _duplicates;

    public UpdateMetrics(IMeterFactory meters) =>
        _duplicates = meters.Create("ActiveActive").CreateCounter<long>("activeactive.call.duplicates", "{update}", "Updates that were answered by what an earlier attempt had recorded, and not applied again");

    /// <summary>An update was answered by the record of an earlier attempt.</summary>
    /// <param name="grainType">Of this type of grain.</param>
    public void Suppressed(string grainType) => _duplicates.Add(1, new KeyValuePair<string, object?>("grain", grainType));
}
