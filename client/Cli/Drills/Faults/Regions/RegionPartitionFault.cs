using ActiveActive.TestKit.Faults;

namespace ActiveActive.Cli.Drills.Faults.Regions;

/// <summary>Nothing passes between a region and all others for a while. All go on with their own callers as if nothing were, and tell each other everything afterwards.</summary>
internal sealed class RegionPartitionFault : IFault
{
    private static readonly TimeSpan Lasts = TimeSpan.FromSeconds(12);
    private readonly bool _isOneWay;

    private RegionPartitionFault(string name, string description, bool isOneWay) => (Name, Description, _isOneWay) = (name, description, isOneWay);

    public static RegionPartitionFault BothWays { get; } = new("region-partition", "a region and all others do not hear each other for 12 s", isOneWay: false);

    /// <summary>In one direction of the seed's choice.</summary>
    public static RegionPartitionFault OneWay { get; } = new("region-partition-one-way", "the others do not hear a region for 12 s, or it does not hear them", isOneWay: true);

    public string Name { get; }

    public string Description { get; }

    public FaultGoal Goal => new(GapMax: 1, Converged: 3, NoFailedCall: true);

    public FaultNeeds Needs => FaultNeeds.Regions;

    public int Seconds => 25;

    public async Task Run(FaultContext context, CancellationToken cancellation)
    {
        var region = context.Several.Choose(context.Random).Region;
        var others = context.Several.Regions.Select(static other => other.Region).Where(other => other != region).ToList();
        var (silent, deaf) = !_isOneWay ? (true, true) : context.Random.Next(2) == 0 ? (true, false) : (false, true);
        context.Injected(silent && deaf ? $"{region} and the others do not hear each other" : silent ? $"the others do not hear {region}" : $"{region} does not hear the others");
        var links = context.Several.Links;
        IAsyncDisposable[] cut = [.. silent ? others.Select(other => links.Cut(region, other)) : [], .. deaf ? others.Select(other => links.Cut(other, region)) : []];
        await Task.Delay(Lasts, cancellation);
        await SiloNetwork.Heal(cut);
        context.Healed("all hear each other again");
    }
}
