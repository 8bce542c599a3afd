namespace ActiveActive.Tests.Cluster.Regions.Grains;

[ExactlyOnce, Alias("test.INotebookGrain")]
public interface INotebookGrain : IGrainWithStringKey
{
    [Alias("Add")] Task<long> Add(string word);

    [Alias("Remove")] Task Remove(string word);

    [Alias("Title")] Task Title(string title);

    [Alias("Seal")] Task Seal(string text);

    [Alias("Read"), Orleans.Concurrency.ReadOnly] Task<NotebookPage> Read();
}
