using System.Collections.Concurrent;

namespace ActiveActive.Client.Gateways;

/// <summary>
/// On which silos grains live, by who answers for them. Orleans' client knows nothing of that: it sends a grain's calls through any gateway, which passes most of them on to another silo, so that each call and each answer
/// crosses the network once more, and is read and written once more by one more process.
/// </summary>
/// <remarks>
/// Kept for each of Orleans' buckets, not for each grain: the bucket is what can be bound to a gateway. Where grains of several silos share a bucket, it goes after most of its answers (a vote as of Boyer and Moore, in which a
/// home has to be outvoted). Answers come on many threads; a vote that is lost between two of them comes again.
/// </remarks>
/// <param name="buckets">How many buckets there are.</param>
internal sealed class GrainHomes(int buckets)
{
    /// <summary>So many more answers from elsewhere move a bucket: one may be that of a grain that was just on its way.</summary>
    private const int Enough = 2;

    private readonly SiloAddress?[] _homes = new SiloAddress?[buckets];
    private readonly SiloAddress?[] _others = new SiloAddress?[buckets];
    private readonly byte[] _votes = new byte[buckets];
    private readonly ConcurrentDictionary<int, SiloAddress> _wanted = new();

    /// <summary>Whether a bucket goes to where its grains are.</summary>
    public bool IsHome(int bucket) => _homes[bucket] is not null;

    /// <summary>A silo has answered for a grain of a bucket.</summary>
    /// <param name="bucket">The bucket.</param>
    /// <param name="silo">The silo that the grain is on.</param>
    /// <param name="isBoundTo">Whether the bucket goes to a silo's gateway; asked when it was not known.</param>
    public void Answered(int bucket, SiloAddress silo, Func<int, SiloAddress, bool> isBoundTo)
    {
        if (silo.Equals(_homes[bucket]))
        {
            if (_votes[bucket] > 0)
            {
                _votes[bucket]--;
            }
        }
        else if (isBoundTo(bucket, silo))
        {
            Bound(bucket, silo);
        }
        else if (silo.Equals(_others[bucket]))
        {
            if (_votes[bucket] < Enough && ++_votes[bucket] == Enough)
            {
                _wanted[bucket] = silo;
            }
        }
        else if (_votes[bucket] > 0)
        {
            _votes[bucket]--;
        }
        else
        {
            (_others[bucket], _votes[bucket]) = (silo, 1);
        }
    }

    /// <summary>The buckets that should go to another silo's gateway.</summary>
    public KeyValuePair<int, SiloAddress>[] Wanted() => _wanted.IsEmpty ? [] : [.. _wanted];

    /// <summary>A bucket goes to a silo's gateway now.</summary>
    public void Bound(int bucket, SiloAddress silo)
    {
        (_homes[bucket], _votes[bucket]) = (silo, 0);
        _wanted.TryRemove(bucket, out _);
    }

    /// <summary>A bucket cannot go where it should; it must be wanted anew.</summary>
    public void Drop(int bucket)
    {
        _votes[bucket] = 0;
        _wanted.TryRemove(bucket, out _);
    }

    /// <summary>Buckets may go elsewhere by now than was noted: each is looked at again with its next answer.</summary>
    public void LookAgain() => Array.Clear(_homes);
}
