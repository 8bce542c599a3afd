namespace ActiveActive.TestKit.Faults;

/// <summary>Ends what was done.</summary>
internal sealed class Undo : IAsyncDisposable
{
    private readonly Func<Task> _undo;

    public Undo(Func<Task> undo) => _undo = undo;

    public Undo(Action undo) => _undo = () =>
    {
        undo();
        return Task.CompletedTask;
    };

    public ValueTask DisposeAsync() => new(_undo());
}
