namespace ActiveActive.Client.Gateways;

/// <summary>Which buckets go to which gateway so that all gateways have the same number, with as few moves as that takes.</summary>
internal static class BucketPlan
{
    /// <summary>The moves.</summary>
    /// <param name="owners">For each bucket the index of its gateway; negative: unbound, or bound to none of these, and left alone.</param>
    /// <param name="gateways">How many gateways there are.</param>
    /// <param name="mayMove">Whether a bucket may be moved now.</param>
    /// <returns>Buckets with the gateway that they should go to.</returns>
    public static List<(int Bucket, int Gateway)> Moves(ReadOnlySpan<int> owners, int gateways, Func<int, bool> mayMove)
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
        var to = 0;
        for (var bucket = 0; bucket < owners.Length; bucket++)
        {
            while (to < gateways && counts[to] >= least)
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
                counts[to]++;
                moves.Add((bucket, to));
            }
        }

        return moves;
    }
}
