using System.Collections.Immutable;

namespace ActiveActive;

/// <summary>
/// Which regions may hold a grain's replicated state, by its key. A key begins with its jurisdiction and a colon, <c>de:patient-7</c>; the policy says which regions may hold what is of a jurisdiction. The name of each region is a
/// jurisdiction of that region alone. What has none, every region may hold.
/// </summary>
public sealed class ResidencyPolicy
{
    /// <summary>The residency class of what every region may hold.</summary>
    public const string Everywhere = "all";

    private const char After = ':';
    private const char Between = '+';
    private readonly ImmutableArray<string> _regions;
    private readonly ImmutableDictionary<string, string> _classes;

    /// <summary>Makes a policy.</summary>
    /// <param name="regions">The names of all regions.</param>
    /// <param name="jurisdictions">The jurisdictions, each with the names of its regions; those of the regions themselves need not be among them.</param>
    public ResidencyPolicy(IEnumerable<string> regions, IEnumerable<KeyValuePair<string, IList<string>>> jurisdictions)
    {
        ArgumentNullException.ThrowIfNull(regions);
        ArgumentNullException.ThrowIfNull(jurisdictions);
        _regions = [.. regions.Order(StringComparer.Ordinal)];
        Jurisdictions = _regions.Select(static region => KeyValuePair.Create(region, ImmutableArray.Create(region)))
            .Concat(jurisdictions.Select(static one => KeyValuePair.Create(one.Key, one.Value.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToImmutableArray())))
            .GroupBy(static one => one.Key, StringComparer.Ordinal)
            .ToImmutableSortedDictionary(static one => one.Key, static one => one.Last().Value, StringComparer.Ordinal);
        _classes = Jurisdictions.ToImmutableDictionary(static one => one.Key, one => Name(one.Value), StringComparer.Ordinal);
    }

    private ResidencyPolicy(IEnumerable<string> regions) => (_regions, Jurisdictions, _classes) =
        ([.. regions.Order(StringComparer.Ordinal)], ImmutableSortedDictionary<string, ImmutableArray<string>>.Empty, ImmutableDictionary<string, string>.Empty);

    /// <summary>The jurisdictions, each with the regions that may hold what is of it.</summary>
    public ImmutableSortedDictionary<string, ImmutableArray<string>> Jurisdictions { get; }

    /// <summary>The residency classes: the different sets of regions.</summary>
    public IEnumerable<string> Classes => _classes.Values.Append(Everywhere).Distinct(StringComparer.Ordinal);

    /// <summary>One that lets every region hold everything: the planted bug of the residency tests.</summary>
    internal static ResidencyPolicy None(IEnumerable<string> regions) => new(regions);

    /// <summary>The jurisdiction that a key names; null for none that is in the policy.</summary>
    public string? JurisdictionOf(string grainKey)
    {
        ArgumentNullException.ThrowIfNull(grainKey);
        return grainKey.IndexOf(After, StringComparison.Ordinal) is > 0 and var end && Jurisdictions.ContainsKey(grainKey[..end]) ? grainKey[..end] : null;
    }

    /// <summary>The residency class of a key: the names of its regions, in order, with plus signs between, or <see cref="Everywhere"/>.</summary>
    public string ClassOf(string grainKey) => JurisdictionOf(grainKey) is { } jurisdiction ? _classes[jurisdiction] : Everywhere;

    /// <summary>The regions of a residency class.</summary>
    public ImmutableArray<string> RegionsOf(string residency)
    {
        ArgumentNullException.ThrowIfNull(residency);
        return residency == Everywhere ? _regions : [.. residency.Split(Between)];
    }

    /// <summary>Whether a region may hold what has a key.</summary>
    public bool MayHold(string region, string grainKey) => (JurisdictionOf(grainKey) is { } jurisdiction ? Jurisdictions[jurisdiction] : _regions).Contains(region);

    private string Name(ImmutableArray<string> regions) => regions.SequenceEqual(_regions) ? Everywhere : string.Join(Between, regions);
}
