using System.Globalization;
using System.Text;
using System.Text.Json;
using ActiveActive.Silo.Console.Exchange;
using ActiveActive.Silo.Console.Model;
using ActiveActive.Silo.Console.Reports;
using ActiveActive.Silo.Replication;
using ActiveActive.Silo.Storage;
using ActiveActive.Silo.Storage.Shards;
using ActiveActive.State.Storage;
using Grpc.Core;
using Microsoft.Extensions.Options;

namespace ActiveActive.Silo.Console.Inspector;

/// <summary>Shows a grain as it is stored, in all regions that may hold it.</summary>
internal sealed class GrainInspector(
    IStateStore store,
    StorageShards shards,
    RegionDatabase database,
    ReplicatedTypes types,
    ResidencyPolicy policy,
    RecentWrites writes,
    RegionBoard board,
    SiloCaller silos,
    ConsolePeers peers,
    IGrainFactory grains,
    IOptions<ActiveActiveOptions> options,
    TimeProvider time)
{
    private const int PrintLength = 16;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>In all regions.</summary>
    /// <exception cref="StorageUnavailableException">This region's database could not be asked.</exception>
    public async Task<GrainView> Everywhere(string grainType, string grainKey, CancellationToken cancellation)
    {
        var asOf = time.GetUtcNow();
        var here = options.Value.Region;
        var regions = await Task.WhenAll(peers.Names.Select(peer => There(peer, grainType, grainKey, cancellation))
            .Prepend(policy.MayHold(here, grainKey) ? Here(grainType, grainKey, cancellation) : Task.FromResult(NotHeld(here, isThis: true))));
        return new GrainView(asOf, grainType, grainKey, policy.JurisdictionOf(grainKey), IsSame(regions), regions);
    }

    /// <summary>In this region.</summary>
    /// <exception cref="StorageUnavailableException">The database could not be asked.</exception>
    public async Task<GrainInRegion> Here(string grainType, string grainKey, CancellationToken cancellation)
    {
        var silo = WhereActive(grainType, grainKey, cancellation);
        var requests = Requests(grainType, grainKey, cancellation);
        var names = await StorageErrors.Guard(() => shards.Of(new StateKey(grainType, grainKey, "")).Source.Rows(InspectorSql.Names, static reader => reader.GetString(0), cancellation, grainType, grainKey));
        var held = await StorageErrors.Guard(() => database.Source.Rows(InspectorSql.Held, static reader => reader.GetString(0), cancellation, grainType, grainKey));
        var rows = await store.LoadAll([.. names.Select(name => new StateKey(grainType, grainKey, name))], cancellation);
        return new GrainInRegion(
            options.Value.Region,
            true,
            names.Count == 0 ? GrainStatus.Absent : GrainStatus.Held,
            names.Count == 0 ? "It has no state in this region." : null,
            time.GetUtcNow(),
            await silo,
            [.. rows.OrderBy(static row => row.Key.Name, StringComparer.Ordinal).Select(row => StateOf(row.Key, row.Value, held.Contains(row.Key.Name)))],
            await requests);
    }

    /// <summary>Whether those who hold it show the same: all of their replicated states have the same prints. Null when fewer than two say anything.</summary>
    internal static bool? IsSame(IReadOnlyCollection<GrainInRegion> regions)
    {
        var answered = regions.Where(static region => region.Status is GrainStatus.Held or GrainStatus.Absent).Select(static region => string.Join(' ', region.States.Where(static state => state.IsReplicated).Select(static state => $"{state.Name}={state.Print}"))).ToList();
        return answered.Count < 2 ? null : answered.Distinct(StringComparer.Ordinal).Count() == 1;
    }

    private static GrainInRegion NotHeld(string region, bool isThis) =>
        new(region, isThis, GrainStatus.NotHeldHere, $"The residency policy does not let region {region} hold it.", null, null, [], []);

    private async Task<GrainInRegion> There(string peer, string grainType, string grainKey, CancellationToken cancellation)
    {
        if (!policy.MayHold(peer, grainKey))
        {
            return NotHeld(peer, isThis: false);
        }

        if (!policy.MayHold(options.Value.Region, grainKey))
        {
            return new GrainInRegion(peer, false, GrainStatus.NotHeldHere, $"Region {options.Value.Region} may not see it, by the residency policy. Look at it in region {peer}.", null, null, [], []);
        }

        try
        {
            var began = time.GetUtcNow();
            var json = await peers.Ask(
                peer,
                (client, deadline, end) => client.GrainAsync(new Exchange.Wire.GrainRequest { Caller = peers.Caller(peer), GrainType = grainType, GrainKey = grainKey }, deadline: deadline, cancellationToken: end),
                cancellation);

            // By this region's clock: it was read after the question, and before the answer.
            return JsonSerializer.Deserialize(json.Span, ConsoleJson.Default.GrainInRegion)! with { IsThis = false, AsOf = began };
        }
        catch (RpcException error) when (!cancellation.IsCancellationRequested)
        {
            return new GrainInRegion(peer, false, GrainStatus.Unreachable, $"Region {peer} does not answer: {error.Status.Detail}", null, null, [], []);
        }
    }

    private StateView StateOf(StateKey key, StateRow row, bool isHeld)
    {
        var repair = types.RepairOf(key);
        var payload = row.Payload ?? [];
        var print = row.Payload is null ? "" : Convert.ToHexStringLower((repair?.See(payload).Print ?? ActiveActive.Replication.BatchHash.Of(payload)).ToArray())[..PrintLength];
        var value = options.Value.Console.ShowState && row.Payload is not null ? Encoding.UTF8.GetString(payload) : null;
        var isCut = value?.Length > ConsoleLimits.ValueLength;
        return new StateView(key.Name, row.Version, row.TypeVersion, payload.Length, print, repair is not null, isHeld, isCut, isCut ? value![..ConsoleLimits.ValueLength] : value);
    }

    private async Task<string?> WhereActive(string grainType, string grainKey, CancellationToken cancellation)
    {
        try
        {
            var grain = grains.GetGrain(GrainId.Create(grainType, grainKey));
            var silo = await grains.GetGrain<IManagementGrain>(0).GetActivationAddress(grain, cancellation).AsTask().WaitAsync(Patience, time, cancellation);
            return silo is null ? null : board.NameOf(silo);
        }
#pragma warning disable CA1031 // A type that no silo has, a directory that is being rebuilt: it is shown without.
        catch (Exception) when (!cancellation.IsCancellationRequested)
#pragma warning restore CA1031
        {
            return null;
        }
    }

    private async Task<IReadOnlyList<RequestView>> Requests(string grainType, string grainKey, CancellationToken cancellation)
    {
        var told = await Task.WhenAll(board.Others.Select(member => Ask(member.Silo, grainType, grainKey, cancellation)).Prepend(Task.FromResult<IReadOnlyList<RecentRequest>>(writes.Of(grainType, grainKey))));
        var now = time.GetUtcNow();
        var latest = told.SelectMany(static one => one).DistinctBy(static one => one.Effect).OrderBy(static one => one.AgeSeconds).Take(ConsoleLimits.Requests).ToList();
        var replies = new Dictionary<Guid, byte[]>();
        foreach (var state in options.Value.Console.ShowState ? latest.GroupBy(static one => one.Name) : [])
        {
            foreach (var (effect, reply) in (await store.FindEffects(new StateKey(grainType, grainKey, state.Key), [.. state.Select(static one => new RequestId(one.Effect))], cancellation)).Replies)
            {
                replies[effect.Value] = reply;
            }
        }

        return [.. latest.Select(one => new RequestView(one.Effect, now - TimeSpan.FromSeconds(one.AgeSeconds), one.Name, replies.TryGetValue(one.Effect, out var reply) ? Text(reply) : null))];
    }

    private async Task<IReadOnlyList<RecentRequest>> Ask(SiloAddress silo, string grainType, string grainKey, CancellationToken cancellation)
    {
        try
        {
            return await silos.Requests(silo, grainType, grainKey, cancellation);
        }
#pragma warning disable CA1031 // Whatever it is, those of the others are shown.
        catch (Exception) when (!cancellation.IsCancellationRequested)
#pragma warning restore CA1031
        {
            return [];
        }
    }

    // Replies are JSON; those of other code need not be.
    private static string? Text(byte[] reply)
    {
        try
        {
            using var json = JsonDocument.Parse(reply);
            return Encoding.UTF8.GetString(reply);
        }
        catch (JsonException)
        {
            return string.Create(CultureInfo.InvariantCulture, $"\"({reply.Length} bytes)\"");
        }
    }
}
