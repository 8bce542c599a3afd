namespace ActiveActive.Replication.Repair;

/// <summary>Finds the states that differ between two regions: asks about ranges, from all places downwards, and only about those whose digests differ.</summary>
/// <param name="own">This region's states.</param>
internal sealed class DigestComparison(DigestTree own)
{
    private readonly Queue<PlaceRange> _open = new([PlaceRange.All]);

    /// <summary>The places where the two differ, as far as is known.</summary>
    public SortedSet<ulong> Different { get; } = [];

    /// <summary>How many states the other region has, as far as is known.</summary>
    public long Theirs { get; private set; }

    /// <summary>What to ask next: some ranges, or none when all is known.</summary>
    /// <param name="most">How many at most.</param>
    public IReadOnlyList<PlaceRange> Take(int most)
    {
        var taken = new List<PlaceRange>();
        while (taken.Count < most && _open.TryDequeue(out var range))
        {
            taken.Add(range);
        }

        return taken;
    }

    /// <summary>Takes an answer.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public void Answered(PlaceRange range, RangeAnswer answer)
    {
        if (range.Bits == 0)
        {
            Theirs = answer.Parts.Sum(static part => (long)part.Count) + answer.Prints.Count;
        }

        if (answer.Parts.Count == 0)
        {
            Compare(range, answer.Prints);
            return;
        }

        if (answer.Parts.Count != PlaceRange.Parts)
        {
            throw new InvalidDataException($"A range was answered with {answer.Parts.Count} parts, not {PlaceRange.Parts}. Is the other region's code another version?");
        }

        for (var number = 0; number < PlaceRange.Parts; number++)
        {
            if (own.Of(range.Part(number)) != answer.Parts[number])
            {
                _open.Enqueue(range.Part(number));
            }
        }
    }

    private void Compare(PlaceRange range, IReadOnlyList<StatePrint> theirs)
    {
        var different = own.In(range).ToArray().ToHashSet();
        different.SymmetricExceptWith(theirs);
        Different.UnionWith(different.Select(static print => print.Place));
    }
}
