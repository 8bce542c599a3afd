using System.Text.Json;
using ActiveActive.Merging;

namespace ActiveActive.TestKit.Merging;

/// <summary>Regions that change a state and take in each other's, step by step.</summary>
internal sealed class MergeWorld<T>
    where T : class
{
    public const int Regions = 3;
    private static readonly DateTimeOffset Epoch = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly HashSet<int>[] _requests = [.. Enumerable.Range(0, Regions).Select(static _ => new HashSet<int>())];
    private readonly HashSet<int> _sent = [];

    public MergeWorld(IEnumerable<MergeStep<T>> steps)
    {
        foreach (var step in steps)
        {
            Take(step);
        }
    }

    public Merged<T>[] States { get; } = [.. Enumerable.Repeat(Merged<T>.Empty, Regions)];

    public List<Merged<T>> Deltas { get; } = [];

    public int Conflicts { get; private set; }

    public bool Repeated { get; private set; }

    public static string Text(Merged<T> state) => JsonSerializer.Serialize(state);

    public static Origin Origin(int region) => new($"r{region}", 1);

    private void Take(MergeStep<T> step)
    {
        var state = States[step.Region];
        if (step.From >= 0)
        {
            States[step.Region] = state.Join(States[step.From], _ => Conflicts++);
            _requests[step.Region].UnionWith(_requests[step.From]);
            return;
        }

        if (!_requests[step.Region].Add(step.Request))
        {
            return;
        }

        var isRetry = !_sent.Add(step.Request);
        Repeated |= isRetry;
        var effect = new Guid(step.Request + 1, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0]);
        var clock = new HybridClock(Origin(step.Region), TimeSpan.FromDays(1));
        var stamp = clock.Next(Epoch.AddMilliseconds(step.Clock), state.Latest);
        var (next, delta) = Update();
        var (again, _) = Update();
        Laws.Same("A change that is computed twice gives the same", Text(next), Text(again));
        Laws.Same("Joining a state with the one before it changes nothing", Text(next), Text(next.Join(state)));
        if (delta is not null)
        {
            Laws.Same("Joining the delta is as good as joining the whole", Text(next), Text(state.Join(delta)));
            Deltas.Add(delta);
        }

        States[step.Region] = next;

        (Merged<T> Next, Merged<T>? Delta) Update()
        {
            var writing = new Writing(Origin(step.Region), state.Context, stamp, effect, isRetry);
            return state.Update(writing, value => step.Change.Apply(value, writing));
        }
    }
}
