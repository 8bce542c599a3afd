using ActiveActive.Merging;

namespace ActiveActive.Replication;

/// <summary>
/// A region whose database may have gone back in time must not write replicated state before it knows again what it knew: its own lost batches, which peers still have, and everything that it had said in them to have applied. Others
/// rely on that, and what it would write without that knowledge could count twice.
/// </summary>
/// <param name="self">The region in its new incarnation.</param>
/// <param name="peers">The names of the other regions of the class; it has to hear from each. One that is lost for good has to be evicted first.</param>
internal sealed class Rejoining(Origin self, IReadOnlyCollection<string> peers)
{
    private readonly Dictionary<StreamId, long> _needed = [];
    private readonly HashSet<string> _heard = [];

    /// <summary>Notes what a peer has.</summary>
    /// <param name="peer">The peer.</param>
    /// <param name="heads">The number of the last batch of each stream that it has.</param>
    public void Heard(string peer, IEnumerable<KeyValuePair<StreamId, long>> heads)
    {
        _heard.Add(peer);
        foreach (var (stream, number) in heads.Where(head => IsEarlierLife(head.Key)))
        {
            Need(stream, number);
        }
    }

    /// <summary>Notes a mark of an earlier life.</summary>
    public void Said(MarkEntry mark)
    {
        foreach (var (stream, number) in mark.Applied)
        {
            Need(stream, number);
        }
    }

    /// <summary>Whether a stream is one of an earlier life of this region.</summary>
    public bool IsEarlierLife(StreamId stream) => stream.Origin.Region == self.Region && stream.Origin.Incarnation < self.Incarnation;

    /// <summary>Whether it knows again what it knew.</summary>
    /// <param name="merged">Up to where all of a stream is merged; what is put aside is not.</param>
    public bool IsOver(Func<StreamId, long> merged) => peers.All(_heard.Contains) && _needed.All(need => merged(need.Key) >= need.Value);

    private void Need(StreamId stream, long number) => _needed[stream] = Math.Max(number, _needed.GetValueOrDefault(stream));
}
