using System.Text.Json;
using ActiveActive.Merging;
using ActiveActive.State;
using Orleans.Concurrency;

namespace ActiveActive.Tests.Cluster.Regions.Grains;

[Reentrant, GrainType("notebook")]
public sealed class NotebookGrain([ReplicatedState("notes")] IReplicatedState<Notebook> state) : Grain, INotebookGrain
{
    public Task<long> Add(string word) => state.Update((notebook, at) =>
    {
        var next = notebook with { Count = notebook.Count.Add(at, 1), Words = notebook.Words.Add(at, word) };
        return Change.To(next, next.Count.Value);
    });

    public Task Remove(string word) => state.Update((notebook, _) => Change.To(notebook with { Words = notebook.Words.Remove(word) }, true));

    public Task Title(string title) => state.Update((notebook, at) => Change.To(notebook with { Title = notebook.Title.Set(at, title) }, true));

    public Task Seal(string text) => state.Update((notebook, at) => Change.To(notebook with { Seal = notebook.Seal.Set(at, new FragileText(text)) }, true));

    public Task<NotebookPage> Read()
    {
        var notebook = state.Value;
        var print = Convert.ToHexStringLower(new Merged<Notebook>(notebook, CausalContext.None, default).Fingerprint());
        using var json = JsonSerializer.SerializeToDocument(notebook.Count);
        return Task.FromResult(new NotebookPage(notebook.Count.Value, [.. notebook.Words.Items], notebook.Title.Value, print, json.RootElement.GetRawText().Length, notebook.Seal.Value.Text));
    }
}
