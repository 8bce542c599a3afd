namespace ActiveActive.Cli.Drills.Faults;

/// <summary>Draws faults that happen in the same run.</summary>
internal static class FaultPairs
{
    /// <summary>Different pairs of different faults, the same for the same seed; fewer when there are not so many.</summary>
    public static IReadOnlyList<IReadOnlyList<IFault>> Draw(IReadOnlyList<IFault> faults, int count, int seed)
    {
        var random = new Random(seed);
        var pairs = faults.SelectMany((first, at) => faults.Skip(at + 1).Select(second => (IReadOnlyList<IFault>)[first, second])).ToArray();
        random.Shuffle(pairs);
        return pairs[..Math.Min(count, pairs.Length)];
    }
}
