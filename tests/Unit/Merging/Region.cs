using ActiveActive.Merging;

namespace ActiveActive.Tests.Unit.Merging;

/// <summary>A region with one state, for tests of what a type means.</summary>
internal sealed class Region<T>(string name)
    where T : class
{
    private static readonly DateTimeOffset Epoch = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public Origin Origin { get; } = new(name, 1);

    public Merged<T> State { get; private set; } = Merged<T>.Empty;

    public T Value => State.Value;

    public List<Conflict> Conflicts { get; } = [];

    /// <summary>Changes the state.</summary>
    /// <returns>The delta.</returns>
    public Merged<T>? Update(Func<T, Writing, T> change, Guid? effect = null, bool isRetry = false, int clock = 0)
    {
        var stamp = new HybridClock(Origin, TimeSpan.FromDays(1)).Next(Epoch.AddMilliseconds(clock), State.Latest);
        var writing = new Writing(Origin, State.Context, stamp, effect ?? Guid.NewGuid(), isRetry);
        (State, var delta) = State.Update(writing, value => change(value, writing));
        return delta;
    }

    public void Take(Region<T> other) => State = State.Join(other.State, Conflicts.Add);

    public void Take(Merged<T> delta) => State = State.Join(delta, Conflicts.Add);

    public void Fold() => State = State.Fold(State.Context.Vector);
}
