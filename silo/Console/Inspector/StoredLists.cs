using System.Text.Json;
using ActiveActive.Database.Conflicts;
using ActiveActive.Database.DeadLetters;
using ActiveActive.Replication;
using ActiveActive.Silo.Console.Exchange;
using ActiveActive.Silo.Console.Model;
using ActiveActive.Silo.Replication.Conflicts;
using ActiveActive.Silo.Storage;
using Microsoft.Extensions.Options;

namespace ActiveActive.Silo.Console.Inspector;

/// <summary>Lists what a region has kept of conflicts, and what it has put aside.</summary>
internal sealed class StoredLists(RegionDatabase database, ConflictBook book, ResidencyPolicy policy, ConsolePeers peers, IOptions<ActiveActiveOptions> options, TimeProvider time)
{
    /// <summary>The latest conflicts of this region.</summary>
    /// <param name="grainType">Only of this type; null for all.</param>
    /// <param name="asking">The region that is to see them, and gets what it may hold.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="StorageUnavailableException">The database could not be asked.</exception>
    public Task<ConflictList> Conflicts(string? grainType, string asking, CancellationToken cancellation) => StorageErrors.Guard(async () =>
    {
        var kept = await KeptConflicts.ListAsync(database.Source, grainType, null, ConsoleLimits.Listed, cancellation);
        var views = new List<ConflictView>();
        foreach (var conflict in kept.Where(conflict => policy.MayHold(asking, conflict.GrainKey)))
        {
            views.Add(View(options.Value.Console.ShowState ? await book.Open(conflict, cancellation) : conflict));
        }

        var counts = await database.Source.Rows(InspectorSql.ConflictsByGrain, static reader => new GrainTypeCount(reader.GetString(0), reader.GetInt64(1)), cancellation);
        return new ConflictList(time.GetUtcNow(), options.Value.Region, views, counts);
    });

    /// <summary>What is put aside in this region, oldest first.</summary>
    /// <inheritdoc cref="Conflicts"/>
    public Task<DeadLetterList> DeadLetters(string? grainType, string asking, CancellationToken cancellation) => StorageErrors.Guard(async () =>
    {
        var letters = await AsideLetters.ListAsync(database.Source, grainType, null, ConsoleLimits.Listed, cancellation);
        var total = (long)(await database.Source.Scalar(InspectorSql.DeadLetters, cancellation))!;
        return new DeadLetterList(
            time.GetUtcNow(),
            options.Value.Region,
            [.. letters.Where(letter => policy.MayHold(asking, letter.GrainKey)).Select(static letter => new DeadLetterView(
                letter.Id, letter.PutAsideAt, StreamId.Parse(letter.Stream).Origin.Region, letter.GrainType, letter.GrainKey, letter.Name, letter.Cause, letter.Asked))],
            total);
    });

    /// <summary>The same of another region.</summary>
    /// <exception cref="Grpc.Core.RpcException">It does not answer.</exception>
    public async Task<ConflictList> ConflictsOf(string peer, string? grainType, CancellationToken cancellation)
    {
        var began = time.GetUtcNow();
        var json = await peers.Ask(peer, (client, deadline, end) => client.ConflictsAsync(Request(peer, grainType), deadline: deadline, cancellationToken: end), cancellation);
        return JsonSerializer.Deserialize(json.Span, ConsoleJson.Default.ConflictList)! with { AsOf = began };
    }

    /// <inheritdoc cref="ConflictsOf"/>
    public async Task<DeadLetterList> DeadLettersOf(string peer, string? grainType, CancellationToken cancellation)
    {
        var began = time.GetUtcNow();
        var json = await peers.Ask(peer, (client, deadline, end) => client.DeadLettersAsync(Request(peer, grainType), deadline: deadline, cancellationToken: end), cancellation);
        return JsonSerializer.Deserialize(json.Span, ConsoleJson.Default.DeadLetterList)! with { AsOf = began };
    }

    private Exchange.Wire.ListRequest Request(string peer, string? grainType) => new() { Caller = peers.Caller(peer), GrainType = grainType ?? "" };

    private ConflictView View(KeptConflict conflict) => new(
        conflict.Id,
        conflict.SeenAt,
        conflict.GrainType,
        conflict.GrainKey,
        conflict.Name,
        conflict.Path,
        conflict.Kind,
        $"Regions {conflict.Shown.Region} and {conflict.Hidden.Region} wrote without knowledge of each other. {(conflict.Kind == "discarded" ? "The later one is shown; the other one is kept here." : "Both are shown beside each other, until somebody writes again.")}",
        Side(conflict.Shown),
        Side(conflict.Hidden),
        conflict.RestoredAt);

    private ConflictSideView Side(KeptConflict.Side side) => new(side.Region, side.At, options.Value.Console.ShowState ? side.Value : null);
}
