namespace ActiveActive.TestKit.Checks.Linearizability;

/// <summary>
/// Looks for an order of one object's calls that a sequential model explains, where no call comes before one that had ended when it started (Herlihy and Wing, "Linearizability: a
/// correctness condition for concurrent objects", TOPLAS 1990). It trusts nothing but times and answers.
/// </summary>
/// <remarks>
/// The search of Wing and Gong ("Testing and verifying concurrent objects", JPDC 1993) with the memory of Lowe ("Testing for linearizability", CCPE 2017): a configuration, which is the
/// set of calls already placed and the state, is never entered twice. Objects are checked apart, as a history is linearizable when its parts for each object are (Herlihy and Wing;
/// used as P-compositionality by Horn and Kroening, FORTE 2015, and by Porcupine).
/// <para>Two things keep it small. A call that is next in time and leaves the state as it is gets placed at once: whatever follows could also follow it. And a configuration is kept as the
/// first call not placed and the bits after it, so memory is bounded by how many calls overlap and not by how long the history is.</para>
/// <para>The problem is NP-complete (Gibbons and Korach, "Testing shared memories", SIAM J. Comput. 1997): the number of configurations is exponential in how many changing calls overlap.
/// After <c>limit</c> of them the answer is <see cref="SearchResult.Undecided"/>, which a caller must report and never take for a pass.</para>
/// </remarks>
internal static class LinearizabilitySearch
{
    /// <summary>Configurations per object before the search gives up: about a second and some 100 MB at worst.</summary>
    public const int DefaultLimit = 500_000;

    public static SearchResult Run<TState, TCall>(ISequentialModel<TState, TCall> model, IEnumerable<TimedCall<TCall>> calls, int limit = DefaultLimit)
        where TState : notnull
    {
        TimedCall<TCall>[] sorted = [.. calls.OrderBy(static call => call.Start)];
        var placed = new bool[sorted.Length];
        var open = sorted.Count(static call => !call.IsPending);
        var (low, state) = (0, model.Initial);
        var trail = new List<int>();
        var frames = new Stack<Frame<TState>>();
        var known = new HashSet<(int, string, TState)>();
        while (true)
        {
            // 1. Place what changes nothing; it needs no way back. 2. Done when every answered call is placed.
            var candidates = Settle();
            if (open == 0)
            {
                return SearchResult.Linearizable;
            }

            // 3. Remember where we are, unless we have been here: then there is no way on.
            if (known.Count >= limit)
            {
                return SearchResult.Undecided;
            }

            frames.Push(new Frame<TState>(state, trail.Count, known.Add((low, Bits(), state)) ? candidates : []));

            // 4. Take the next call that is possible, going back to where there is one.
            while (!Advance(frames.Peek()))
            {
                frames.Pop();
                if (frames.Count == 0)
                {
                    return SearchResult.NotLinearizable;
                }
            }
        }

        List<int> Settle()
        {
            while (true)
            {
                var next = Next();
                var still = next.Find(call => !sorted[call].IsPending && model.TryApply(state, sorted[call].Call, out var after) && after.Equals(state), -1);
                if (still < 0)
                {
                    return next;
                }

                Place(still);
            }
        }

        // Calls that may be next: those that started before every other one that is left had ended.
        List<int> Next()
        {
            var (next, end) = (new List<int>(), long.MaxValue);
            for (var call = low; call < sorted.Length && sorted[call].Start <= end; call++)
            {
                if (!placed[call])
                {
                    next.Add(call);
                    end = Math.Min(end, sorted[call].End);
                }
            }

            next.RemoveAll(call => sorted[call].Start > end);
            next.Sort((one, other) => (sorted[one].Rank, one).CompareTo((sorted[other].Rank, other)));
            return next;
        }

        bool Advance(Frame<TState> frame)
        {
            while (trail.Count > frame.Placed)
            {
                var call = trail[^1];
                trail.RemoveAt(trail.Count - 1);
                placed[call] = false;
                open += sorted[call].IsPending ? 0 : 1;
                low = Math.Min(low, call);
            }

            while (frame.Tried < frame.Candidates.Count)
            {
                var call = frame.Candidates[frame.Tried++];
                if (model.TryApply(frame.State, sorted[call].Call, out var after) && !(sorted[call].IsPending && after.Equals(frame.State)))
                {
                    state = after;
                    Place(call);
                    return true;
                }
            }

            return false;
        }

        void Place(int call)
        {
            placed[call] = true;
            open -= sorted[call].IsPending ? 0 : 1;
            trail.Add(call);
            while (low < sorted.Length && placed[low])
            {
                low++;
            }
        }

        string Bits()
        {
            var last = trail.Count == 0 ? -1 : sorted.Length - 1;
            for (; last >= low && !placed[last]; last--)
            {
            }

            return last < low ? "" : string.Create(((last - low) / 16) + 1, placed.AsMemory(low, last - low + 1), static (bits, part) =>
            {
                bits.Clear();
                for (var i = 0; i < part.Length; i++)
                {
                    bits[i / 16] |= part.Span[i] ? (char)(1 << (i % 16)) : '\0';
                }
            });
        }
    }

    private static int Find(this List<int> calls, Predicate<int> match, int none)
    {
        var at = calls.FindIndex(match);
        return at < 0 ? none : calls[at];
    }

    private sealed class Frame<TState>(TState state, int placed, List<int> candidates)
    {
        public TState State => state;

        /// <summary>How many calls were placed when it was entered.</summary>
        public int Placed => placed;

        public List<int> Candidates => candidates;

        public int Tried { get; set; }
    }
}
