using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.InteropServices;
using ActiveActive.State;
using ActiveActive.State.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Serialization;
using Orleans.Serialization.Serializers;
using Orleans.Storage;

namespace ActiveActive.Silo.Storage.Persistent;

/// <summary>
/// Orleans' own <c>IPersistentState</c> by the group committer. The ETag is the row's version, as a decimal number; a state that was never written has none.
/// </summary>
/// <remarks>
/// <para>Writing or clearing with an ETag that is not the row's throws <see cref="InconsistentStateException"/>, whereupon Orleans ends the activation and the next one reads the row.
/// Clearing leaves an empty row with the next version: a write from before it can never be taken for one after it.</para>
/// <para>State that ADO.NET storage kept before and that was imported (<c>aactl db import-adonet</c>) is taken over when its grain first reads it: it is committed here, then deleted there. From
/// then on, the row here is the only one that counts, whatever became of the other.</para>
/// <para>A write that was not sent yet is given up on cancellation. One that was sent is awaited, also when its connection is lost: it is sent again until its outcome is known.</para>
/// </remarks>
internal sealed class GroupCommitGrainStorage(
    IGrainStorage earlier,
    AdoNetImports imports,
    IStateStore store,
    IGrainStorageSerializer serializer,
    IActivatorProvider activators,
    TimeProvider time,
    IOptions<DurableStateOptions> options,
    IOptions<OrleansJsonSerializerOptions> jsonOptions,
    ILogger<GroupCommitGrainStorage> log) : IGrainStorage
{
    /// <summary>Keeps the names of persistent and of durable states of one grain apart.</summary>
    public const string NamePrefix = "IPersistentState/";

    private static readonly ConcurrentDictionary<string, string> Names = new(StringComparer.Ordinal);

    private readonly StateJson? _json = StateJson.For(serializer, jsonOptions.Value);

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => ReadStateAsync(stateName, grainId, grainState, CancellationToken.None);

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => WriteStateAsync(stateName, grainId, grainState, CancellationToken.None);

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => ClearStateAsync(stateName, grainId, grainState, CancellationToken.None);

    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken)
    {
        var row = await store.Load(Key(stateName, grainId), cancellationToken);
        if (row is null && imports.HasRows)
        {
            row = await TakeOver<T>(stateName, grainId, cancellationToken);
        }

        grainState.State = row?.Payload is { } payload ? serializer.Deserialize<T>(new BinaryData(payload)) : New<T>();
        grainState.ETag = row is null ? null : ETag(row.Version);
        grainState.RecordExists = row?.Payload is not null;
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken)
    {
        var write = Change(stateName, grainId, grainState.ETag, Serialize(grainState.State));
        var commit = await ResolvedCommit.Write(store, write, options.Value.CommitTimeout, time, log, cancellationToken).ConfigureAwait(false);
        grainState.ETag = ETagAfter(write, commit, stateName, grainId);
        grainState.RecordExists = true;
    }

    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken)
    {
        if (!grainState.RecordExists && string.IsNullOrWhiteSpace(grainState.ETag))
        {
            // As Orleans' own providers have it: who has not read may clear what is there.
            await ReadStateAsync(stateName, grainId, grainState, cancellationToken);
            if (!grainState.RecordExists)
            {
                return;
            }
        }

        var write = Change(stateName, grainId, grainState.ETag, payload: null);
        var commit = await ResolvedCommit.Write(store, write, options.Value.CommitTimeout, time, log, cancellationToken);
        grainState.ETag = ETagAfter(write, commit, stateName, grainId);
        grainState.RecordExists = false;
        grainState.State = New<T>();
    }

    /// <summary>Takes over what ADO.NET storage has of this state; null when it has nothing.</summary>
    private async Task<StateRow?> TakeOver<T>(string stateName, GrainId grainId, CancellationToken cancellation)
    {
        var found = new GrainState<T>(New<T>());
        await earlier.ReadStateAsync(stateName, grainId, found, cancellation);
        if (!found.RecordExists)
        {
            return null;
        }

        var write = Change(stateName, grainId, etag: null, Serialize(found.State));
        var commit = await ResolvedCommit.Write(store, write, options.Value.CommitTimeout, time, log, cancellation);
        if (commit.Outcome == CommitOutcome.Committed)
        {
            await earlier.ClearStateAsync(stateName, grainId, found, cancellation);
        }

        // Stale: another activation was faster.
        return await store.Load(write.Key, cancellation);
    }

    private byte[] Serialize<T>(T? value) => Bytes(_json is null ? serializer.Serialize(value) : _json.Serialize(value, serializer));

    private T New<T>() => activators.GetActivator<T>().Create();

    private static StateWrite Change(string stateName, GrainId grain, string? etag, byte[]? payload) =>
        new(Key(stateName, grain), Version(etag), Uuid7.New(DateTimeOffset.UtcNow), ChangesState: true, TypeVersion: 0, payload, [], []);

    private static string ETagAfter(StateWrite write, ResolvedCommit commit, string stateName, GrainId grain)
    {
        if (commit.Outcome == CommitOutcome.Committed)
        {
            return ETag(write.ExpectedVersion + 1);
        }

        var had = write.ExpectedVersion == 0 ? "none" : ETag(write.ExpectedVersion);
        throw new InconsistentStateException(
            $"State '{stateName}' of {grain} was written by another activation since this one read it (ETag {had}). Nothing was written; Orleans ends this activation and the next call reads the state anew.",
            "unknown",
            had);
    }

    private static StateKey Key(string stateName, GrainId grain) => StateKey.Of(grain, Names.GetOrAdd(stateName, static name => NamePrefix + name));

    private static string ETag(long version) => version.ToString(CultureInfo.InvariantCulture);

    private static long Version(string? etag)
    {
        if (string.IsNullOrWhiteSpace(etag))
        {
            return 0;
        }

        return long.TryParse(etag, NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? version
            : throw new ArgumentException($"The ETag '{etag}' is none of this storage, whose ETags are decimal numbers. Do not set ETags; read the state to get its own.");
    }

    private static byte[] Bytes(BinaryData data) =>
        MemoryMarshal.TryGetArray(data.ToMemory(), out var segment) && segment.Array is { } array && segment.Offset == 0 && segment.Count == array.Length
            ? array
            : data.ToArray();
}
