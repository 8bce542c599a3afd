namespace ActiveActive.Client.Gateways;

/// <summary>Which buckets go to which gateway so that all gateways get the same number in the end, with as few moves as that takes.</summary>
/// <remarks>Slow start: a gateway that has few gets a few, and then as many as it has at a time, as its process may have just started, and is busy with itself.</remarks>
internal static class BucketPlan
{
    /// <summary>A sixteenth of a share is what a gateway without any gets at first, and a slow one each time.</summary>
    private const int Steps = 16;

    /// <summary>The moves of one round.</summary>
    /// <param name="owners">For each bucket the index of its gateway; negative: unbound, or bound to none of these, and left alone.</param>
    /// <param name="gateways">How many gateways there are.</param>
    /// <param name="mayMove">Whether a bucket may be moved now.</param>
    /// <param name="isSlow">Whether a gateway takes long to answer the smallest question.</param>
    /// <returns>Buckets with the gateway that they should go to.</returns>
    public static List<(int Bucket, int Gateway)> Moves(ReadOnlySpan<int> owners, int gateways, Func<int, bool> mayMove, Func<int, bool> isSlow)
    {
        Span<int> counts = gateways <= 64 ? stackalloc int[gateways] : new int[gateways];
        var bound = 0;
        foreach (var owner in owners)
        {
            if (owner >= 0)
            {
                counts[owner]++;
                bound++;
            }
        }

        List<(int Bucket, int Gateway)> moves = [];
        if (gateways < 2)
        {
            return moves;
        }

        var least = bound / gateways;
        var few = Math.Max(1, least / Steps);
        Span<int> room = gateways <= 64 ? stackalloc int[gateways] : new int[gateways];
        for (var gateway = 0; gateway < gateways; gateway++)
        {
            room[gateway] = Math.Min(least - counts[gateway], isSlow(gateway) ? few : Math.Max(few, counts[gateway]));
        }

        var to = 0;
        for (var bucket = 0; bucket < owners.Length; bucket++)
        {
            while (to < gateways && room[to] <= 0)
            {
                to++;
            }

            if (to == gateways)
            {
                break;
            }

            var owner = owners[bucket];
            if (owner >= 0 && counts[owner] > least && mayMove(bucket))
            {
                counts[owner]--;
                room[to]--;
                moves.Add((bucket, to));
            }
        }

        return moves;
    }
}
