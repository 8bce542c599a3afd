using ActiveActive.State;
using ActiveActive.Tests.Cluster.State.Grains;

namespace ActiveActive.Tests.Cluster.Storage;

/// <inheritdoc cref="INoteGrain"/>
[GrainType("note")]
public sealed class NoteGrain([PersistentState("note")] IPersistentState<Note> note, [DurableState("note")] IDurableState<TallyState> tally) : Grain, INoteGrain
{
    public Task<string> Read() => Task.FromResult(note.State.Text);

    public async Task Write(string text)
    {
        note.State.Text = text;
        await note.WriteStateAsync();
        await tally.Update(static s => Change.To(s with { Sum = s.Sum + 1 }, 0));
    }

    public Task Clear() => note.ClearStateAsync();

    public Task<long> Count() => Task.FromResult(tally.Value.Sum);

    public Task Leave()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }
}
