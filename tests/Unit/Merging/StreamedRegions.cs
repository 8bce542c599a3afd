using System.Text.Json;
using ActiveActive.Merging;
using ActiveActive.TestKit.Merging;

namespace ActiveActive.Tests.Unit.Merging;

/// <summary>Regions that send each other their deltas in streams, in causal order, with acknowledgements in the same streams.</summary>
/// <param name="folds">Whether they fold.</param>
/// <param name="guessesStability">The bug: what it has itself is taken for stable.</param>
internal sealed class StreamedRegions<T>(bool folds, bool guessesStability)
    where T : class
{
    public const int Count = 3;
    private readonly List<Message>[] _streams = [.. Enumerable.Range(0, Count).Select(static _ => new List<Message>())];
    private readonly int[][] _received = [.. Enumerable.Range(0, Count).Select(static _ => new int[Count])];
    private readonly HashSet<int>[] _requests = [.. Enumerable.Range(0, Count).Select(static _ => new HashSet<int>())];
    private readonly HashSet<int> _sent = [];

    public Merged<T>[] States { get; } = [.. Enumerable.Repeat(Merged<T>.Empty, Count)];

    /// <summary>How many folds changed something.</summary>
    public int Folds { get; private set; }

    public void TakeAll(List<StreamStep<T>> steps, Action<T>? holds)
    {
        foreach (var step in steps)
        {
            Take(step);
            holds?.Invoke(States[step.Region].Value);
        }

        ReceiveAll();
    }

    private void Take(StreamStep<T> step)
    {
        switch (step.Kind)
        {
            case StreamStepKind.Change:
                Change(step);
                break;
            case StreamStepKind.Receive:
                Receive(step.Region, step.From);
                break;
            case StreamStepKind.Acknowledge:
                Acknowledge(step.Region);
                break;
            case StreamStepKind.Fold:
                Fold(step.Region);
                break;
            default:
                ReceiveAll();
                Enumerable.Range(0, Count).ToList().ForEach(Acknowledge);
                ReceiveAll();
                break;
        }
    }

    private void Acknowledge(int region) =>
        _streams[region].Add(new Message(null, States[region].Context, -1, [.. Enumerable.Range(0, Count).Select(from => HasOf(region, from))]));

    private void ReceiveAll()
    {
        var pairs = Enumerable.Range(0, Count * Count).ToList();
        while (pairs.Exists(pair => Receive(pair / Count, pair % Count)))
        {
        }
    }

    private void Change(StreamStep<T> step)
    {
        var state = States[step.Region];
        if (!_requests[step.Region].Add(step.Request))
        {
            return;
        }

        var origin = MergeWorld<T>.Origin(step.Region);
        var stamp = new Stamp(state.Latest.Milliseconds + 1, 0, origin);
        var writing = new Writing(origin, state.Context, stamp, new Guid(step.Request + 1, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0]), !_sent.Add(step.Request));
        (States[step.Region], var delta) = state.Update(writing, value => step.Change.Apply(value, writing));

        // Also when nothing was changed, as it may be where something was folded: all have to know the same requests, whoever folds.
        _streams[step.Region].Add(new Message(delta, state.Context, step.Request, null));
    }

    private bool Receive(int region, int from)
    {
        var next = _received[region][from];
        var message = from == region ? null : _streams[from].ElementAtOrDefault(next);
        if (message is null || !States[region].Context.Includes(message.Needs))
        {
            return false;
        }

        _received[region][from]++;
        States[region] = message.Delta is null ? States[region] : States[region].Join(message.Delta);
        _requests[region].Add(message.Request);

        return true;
    }

    private void Fold(int region)
    {
        if (!folds)
        {
            return;
        }

        var stable = VersionVector.None;
        for (var from = 0; from < Count; from++)
        {
            var origin = MergeWorld<T>.Origin(from);
            var all = guessesStability ? HasOf(region, from) : Enumerable.Range(0, Count).Min(other => other == region ? HasOf(region, from) : Said(region, other, from));
            stable = stable.With(origin, _streams[from].Take(all).Where(static message => message.Delta is not null).Select(message => message.Delta!.Context.Next(origin).Number - 1).DefaultIfEmpty().Max());
        }

        var before = Size(region);
        States[region] = States[region].Fold(stable);
        Folds += Size(region) < before ? 1 : 0;
    }

    private int Size(int region) => JsonSerializer.SerializeToUtf8Bytes(States[region].Value).Length;

    // How much a region has of another one's stream; of its own, all.
    private int HasOf(int region, int from) => from == region ? _streams[from].Count : _received[region][from];

    // How much of a stream another region has said to have, as far as this one has heard.
    private int Said(int region, int other, int from) =>
        other == from ? HasOf(region, from) : _streams[other].Take(_received[region][other]).LastOrDefault(static message => message.Has is not null)?.Has?[from] ?? 0;

    private sealed record Message(Merged<T>? Delta, CausalContext Needs, int Request, int[]? Has);
}
