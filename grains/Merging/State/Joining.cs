namespace ActiveActive.Merging;

/// <summary>Two states that are being joined.</summary>
public sealed class Joining
{
    private readonly Action<Conflict>? _onConflict;
    private readonly string _path;

    /// <summary>Begins to join.</summary>
    /// <param name="ours">What the one state has seen.</param>
    /// <param name="theirs">What the other has seen.</param>
    /// <param name="onConflict">Told of each pair of values that were written to the same place without knowledge of each other, when it is met for the first time. Null for nobody.</param>
    public Joining(CausalContext ours, CausalContext theirs, Action<Conflict>? onConflict = null)
        : this(ours, theirs, onConflict, "")
    {
    }

    private Joining(CausalContext ours, CausalContext theirs, Action<Conflict>? onConflict, string path) => (Ours, Theirs, _onConflict, _path) = (ours, theirs, onConflict, path);

    /// <summary>What the one state has seen.</summary>
    public CausalContext Ours { get; }

    /// <summary>What the other has seen.</summary>
    public CausalContext Theirs { get; }

    /// <summary>The same for a member or an entry: conflicts in it tell where they are.</summary>
    public Joining Within<TKey>(TKey key) => _onConflict is null ? this : new Joining(Ours, Theirs, _onConflict, _path.Length == 0 ? StatePath.Step(key) : $"{_path}/{StatePath.Step(key)}");

    /// <summary>Tells of a conflict.</summary>
    /// <param name="shown">What is shown from now on.</param>
    /// <param name="hidden">What is not, or is beside it.</param>
    /// <param name="kind">Which of the two.</param>
    internal void Tell<T>(Held<T> shown, Held<T> hidden, ConflictKind kind) =>
        _onConflict?.Invoke(new Conflict(_path, kind, shown.Dot, shown.Stamp, shown.Value, hidden.Dot, hidden.Stamp, hidden.Value, typeof(T)));
}
