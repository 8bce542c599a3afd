using ActiveActive.Merging;
using ActiveActive.Replication;
using ActiveActive.Silo.Storage;
using ActiveActive.Silo.Storage.Shards;
using Microsoft.Extensions.Options;

namespace ActiveActive.Silo.Replication;

/// <summary>This region as a writer: its incarnation, and its streams, one in each shard's database for each residency class.</summary>
internal sealed class OwnStreams(RegionDatabase database, StorageShards shards, ResidencyPolicy policy, IOptions<ActiveActiveOptions> options)
{
    private const string Incarnation = "select max(number) from activeactive.incarnation";

    private const string MayWrite = "select rejoined from activeactive.incarnation where number = $1";

    private const string LastSnapshot = "select max(no_retries_before) from activeactive.bootstrap";

    private const string Rejoined = "update activeactive.incarnation set rejoined = true where number = $1";

    /// <summary>Makes the stream of a new incarnation. What the region's state has of its earlier streams by then, it has applied.</summary>
    private const string Enter = """
        with made as (insert into activeactive.stream (region, incarnation, shard, class) values ($1, $2, $3, $4) on conflict do nothing returning id)
        update activeactive.stream s set applied = s.head from made where s.region = $1 and s.incarnation < $2 and s.shard = $3 and s.class = $4
        """;

    private const string Find = "select id from activeactive.stream where region = $1 and incarnation = $2 and shard = $3 and class = $4";

    private Dictionary<(int Shard, string Class), int> _ids = [];

    /// <summary>This region in its incarnation.</summary>
    public Origin Self { get; private set; }

    /// <summary>Whether this region, when the silo looked last, knew all that it should: that is not so while it rejoins after a restore, or takes a snapshot.</summary>
    public bool HasRejoined { get; private set; }

    /// <summary>A request that was first made before may have been made in the region whose states this one took over; null when it took none.</summary>
    public DateTimeOffset? NoRetriesBefore { get; private set; }

    /// <summary>The names of all regions.</summary>
    public IReadOnlyList<string> Regions { get; } = [options.Value.Region, .. options.Value.Replication.Peers.Keys];

    /// <summary>How many shards there are.</summary>
    public int Shards => shards.All.Count;

    /// <summary>Finds out who this is, and sees to it that the streams exist; called before the silo serves.</summary>
    public async Task Prepare(CancellationToken cancellation)
    {
        Self = new Origin(options.Value.Region, (int)(await database.Source.Scalar(Incarnation, cancellation))!);
        await LookAgain(cancellation);
        var ids = new Dictionary<(int, string), int>();
        foreach (var (shard, residency) in shards.All.SelectMany(_ => Classes, static (shard, residency) => (shard, residency)))
        {
            object[] name = [Self.Region, Self.Incarnation, shard.Number, residency];
            await shard.Source.Scalar(Enter, cancellation, name);
            ids[(shard.Number, residency)] = (int)(await shard.Source.Scalar(Find, cancellation, name))!;
        }

        _ids = ids;
    }

    /// <summary>Finds out whether the region knows all that it should.</summary>
    public async Task LookAgain(CancellationToken cancellation)
    {
        HasRejoined = !options.Value.Replication.IsEnabled || await IsWhole(cancellation);
        NoRetriesBefore = await database.Source.Scalar(LastSnapshot, cancellation) is DateTime before ? new DateTimeOffset(before, TimeSpan.Zero) : null;
    }

    /// <summary>Whether the region knows all that it should, as its database says now: not while it rejoins after a restore or takes a snapshot.</summary>
    public async Task<bool> IsWhole(CancellationToken cancellation) => (bool)(await database.Source.Scalar(MayWrite, cancellation, Self.Incarnation))!;

    /// <summary>Notes that the region may write replicated state.</summary>
    public Task NoteRejoined(CancellationToken cancellation) => database.Source.Scalar(Rejoined, cancellation, Self.Incarnation);

    /// <summary>The residency classes of which this region tells others.</summary>
    public IReadOnlyList<string> Classes { get; } =
        [.. policy.Classes.Where(residency => residency == ResidencyPolicy.Everywhere || (policy.RegionsOf(residency) is { Length: > 1 } regions && regions.Contains(options.Value.Region)))];

    /// <summary>The stream of a shard for a residency class.</summary>
    public StreamId Stream(int shard, string residency) => new(Self, shard, residency);

    /// <summary>Its number in the shard's database.</summary>
    public int Id(int shard, string residency) => _ids[(shard, residency)];
}
