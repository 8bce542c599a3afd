using System.Text.Json;
using ActiveActive.Database.Conflicts;
using ActiveActive.Merging;
using ActiveActive.Silo.Storage;
using ActiveActive.State.Storage;

namespace ActiveActive.Silo.Replication.Conflicts;

/// <inheritdoc cref="IConflictExtension"/>
internal sealed class ConflictExtension(IGrainContextAccessor grain, RegionDatabase database, RegionContext region, ConflictBook book) : IConflictExtension
{
    public async Task<ConflictValues> Read(long conflict)
    {
        var kept = await Find(conflict);
        return new ConflictValues(kept.Shown.Value, kept.Hidden.Value);
    }

    public async Task Restore(long conflict)
    {
        var id = grain.GrainContext.GrainId;
        var kept = await Find(conflict);
        if (kept.Hidden.IsCut)
        {
            throw new RefusedException("value-was-cut", $"The value of conflict {conflict} is longer than what is kept of it ({ConflictBook.LongestValue} characters). Nothing was changed; write it anew by the grain's own methods.");
        }

        var replica = region.Find(StateKey.Of(id, kept.Name))
            ?? throw new RefusedException("no-such-state", $"{id} has no replicated state '{kept.Name}' in this silo's code. Nothing was changed.");
        using var value = JsonDocument.Parse(kept.Hidden.Value);
        await replica.Restore(StatePath.Parse(kept.Path), value.RootElement);
        await book.NoteRestored(conflict, CancellationToken.None);
    }

    private async Task<KeptConflict> Find(long conflict)
    {
        var id = grain.GrainContext.GrainId;
        var kept = await KeptConflicts.FindAsync(database.Source, conflict);
        return kept is not null && StateKey.Of(id, kept.Name) is var key && kept.GrainType == key.GrainType && kept.GrainKey == key.GrainKey
            ? await book.Open(kept, CancellationToken.None)
            : throw new RefusedException("no-such-conflict", $"There is no conflict {conflict} of {id}, or no longer. Nothing was changed.");
    }
}
