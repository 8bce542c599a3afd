namespace ActiveActive.Replication.Repair;

/// <summary>The places that begin with the same bits.</summary>
/// <param name="First">The lowest of them.</param>
/// <param name="Bits">How many bits they have in common: a multiple of 8, from 0 for all places to 64 for one.</param>
internal readonly record struct PlaceRange(ulong First, int Bits)
{
    /// <summary>Into how many parts a range falls.</summary>
    public const int Parts = 256;

    private const int PartBits = 8;
    private const int AllBits = 64;

    /// <summary>All places.</summary>
    public static PlaceRange All => default;

    /// <summary>The highest place in it.</summary>
    public ulong Last => Bits == AllBits ? First : First | (ulong.MaxValue >> Bits);

    /// <summary>Whether it is one.</summary>
    public bool IsValid => Bits is >= 0 and <= AllBits && Bits % PartBits == 0 && (Bits == AllBits || (First & (ulong.MaxValue >> Bits)) == 0);

    /// <summary>One of its parts.</summary>
    /// <param name="number">Which, from 0.</param>
    public PlaceRange Part(int number) => new(First | ((ulong)number << (AllBits - Bits - PartBits)), Bits + PartBits);
}
