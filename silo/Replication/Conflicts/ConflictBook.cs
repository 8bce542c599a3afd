using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using ActiveActive.Database.Conflicts;
using ActiveActive.Merging;
using ActiveActive.Silo.Security;
using ActiveActive.Silo.Storage;
using ActiveActive.State.Storage;
using Microsoft.Extensions.Options;
using Npgsql;

namespace ActiveActive.Silo.Replication.Conflicts;

/// <summary>Keeps what merging has discarded or holds beside each other, the latest of each type of grain, and counts it.</summary>
/// <remarks>A conflict is kept before its merge is written, so that none is lost when the silo dies in between, and by what it says, so that it is kept once, however often the merge is made.</remarks>
internal sealed class ConflictBook(RegionDatabase database, ValueSealer sealer, ReplicationMetrics metrics, IOptions<ActiveActiveOptions> options)
{
    /// <summary>A value whose JSON is longer is cut.</summary>
    internal const int LongestValue = 16 << 10;

    /// <summary>The oldest are deleted after so many new ones, as a share of those that are kept.</summary>
    private const int PruneShare = 100;

    private readonly ConcurrentDictionary<string, int> _sincePruned = new(StringComparer.Ordinal);

    /// <summary>Keeps conflicts of a state.</summary>
    /// <returns>The numbers of those that were not known before.</returns>
    public async Task<long[]> Keep(StateKey key, IReadOnlyList<Conflict> conflicts, CancellationToken cancellation)
    {
        var most = Most(key.GrainType);
        if (conflicts.Count == 0 || most == 0)
        {
            return [];
        }

        var dataKey = sealer.IsEnabled ? await sealer.Keys.Current(cancellation) : null;
        var said = conflicts.Select(conflict => Said(key, conflict)).ToArray();
        var kept = new List<long>();
        await using (var command = database.Source.CreateCommand(ConflictSql.Keep))
        {
            command.Parameters.AddAll(key.GrainType, key.GrainKey, key.Name);
            command.Parameters.AddAll(said, conflicts.Select(static one => one.Path).ToArray(), conflicts.Select(static one => Name(one.Kind)).ToArray());
            AddSide(command, [.. conflicts.Select((one, i) => (Seal(Json(one.Shown, one.Of), said[i], isShown: true), one.ShownStamp))]);
            AddSide(command, [.. conflicts.Select((one, i) => (Seal(Json(one.Hidden, one.Of), said[i], isShown: false), one.HiddenStamp))]);
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            while (await reader.ReadAsync(cancellation))
            {
                kept.Add(reader.GetInt64(0));
            }
        }

        await Prune(key.GrainType, most, kept.Count, cancellation);
        return [.. kept];

        (string Text, bool IsCut) Seal((string Text, bool IsCut) value, byte[] of, bool isShown) =>
            dataKey is null ? value : (KeptConflict.Sealed + Convert.ToBase64String(dataKey.Seal(Encoding.UTF8.GetBytes(value.Text), SealedPlace.Conflict(of, isShown))), value.IsCut);
    }

    /// <summary>A conflict with its values, which are sealed in the database when encryption is on.</summary>
    public async Task<KeptConflict> Open(KeptConflict conflict, CancellationToken cancellation) => conflict with
    {
        Shown = await Open(conflict.Shown, SealedPlace.Conflict(conflict.Said, isShown: true), cancellation),
        Hidden = await Open(conflict.Hidden, SealedPlace.Conflict(conflict.Said, isShown: false), cancellation),
    };

    private async Task<KeptConflict.Side> Open(KeptConflict.Side side, SealedPlace place, CancellationToken cancellation) =>
        side with { Value = Encoding.UTF8.GetString(await sealer.Open(side.IsSealed ? Convert.FromBase64String(side.Value[KeptConflict.Sealed.Length..]) : Encoding.UTF8.GetBytes(side.Value), place, cancellation)) };

    /// <summary>Forgets conflicts of a merge that was not written.</summary>
    public async Task Forget(long[] ids, CancellationToken cancellation)
    {
        if (ids.Length > 0)
        {
            await using var command = database.Source.CreateCommand(ConflictSql.Forget);
            command.Parameters.AddAll(ids);
            await command.ExecuteNonQueryAsync(cancellation);
        }
    }

    /// <summary>Counts conflicts of a merge that is written.</summary>
    public void Count(StateKey key, IEnumerable<Conflict> conflicts)
    {
        foreach (var conflict in conflicts)
        {
            metrics.Met(key.GrainType, Name(conflict.Kind));
        }
    }

    /// <summary>Notes that a conflict's hidden value was written again.</summary>
    public async Task NoteRestored(long id, CancellationToken cancellation)
    {
        await using var command = database.Source.CreateCommand(ConflictSql.Restored);
        command.Parameters.AddAll(id);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>A value's JSON, or the beginning of it.</summary>
    internal static (string Text, bool IsCut) Json(object? value, Type of)
    {
        var json = JsonSerializer.Serialize(value, of);
        return json.Length <= LongestValue ? (json, false) : (json[..(LongestValue - (char.IsHighSurrogate(json[LongestValue - 1]) ? 1 : 0))], true);
    }

    private static string Name(ConflictKind kind) => kind == ConflictKind.Discarded ? "discarded" : "concurrent";

    private static byte[] Said(StateKey key, Conflict conflict)
    {
        using var digest = new Digest();
        return digest.Add(key.GrainType).Add(key.GrainKey).Add(key.Name).Add(conflict.Path).Add(conflict.ShownDot.ToString()).Add(conflict.HiddenDot.ToString()).End();
    }

    private static void AddSide(NpgsqlCommand command, ((string Text, bool IsCut) Value, Stamp Stamp)[] sides) => command.Parameters.AddAll(
        sides.Select(static side => side.Value.Text).ToArray(),
        sides.Select(static side => side.Value.IsCut).ToArray(),
        sides.Select(static side => side.Stamp.Origin.Region).ToArray(),
        sides.Select(static side => side.Stamp.Time).ToArray(),
        sides.Select(static side => side.Stamp.ToString()).ToArray());

    private int Most(string grainType) => options.Value.Replication.KeepConflictsOf.TryGetValue(grainType, out var most) ? most : options.Value.Replication.KeepConflicts;

    private async Task Prune(string grainType, int most, int added, CancellationToken cancellation)
    {
        if (_sincePruned.AddOrUpdate(grainType, added, (_, before) => before + added) < Math.Max(1, most / PruneShare))
        {
            return;
        }

        await using var command = database.Source.CreateCommand(ConflictSql.Prune);
        command.Parameters.AddAll(grainType, most);
        await command.ExecuteNonQueryAsync(cancellation);
        _sincePruned[grainType] = 0;
    }
}
