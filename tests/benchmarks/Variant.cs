namespace ActiveActive.Benchmarks;

/// <summary>The systems that this program runs.</summary>
internal static class Variant
{
    /// <summary>A silo with <c>UseActiveActive</c>, called by its client library.</summary>
    public const string Ours = "ours";

    /// <summary>The same with encryption at rest.</summary>
    public const string Encrypted = "encrypted";

    /// <summary>The same without metrics and console.</summary>
    public const string Unobserved = "unobserved";

    /// <summary>Plain Orleans with ADO.NET clustering and storage, as in <c>tests/peers/Orleans</c>.</summary>
    public const string Stock = "stock";

    /// <summary>Only called by this program: a region of the silo host, with the ready-made grains.</summary>
    public const string Region = "region";

    /// <summary>Whether it is one of ours.</summary>
    public static bool IsOurs(string variant) => variant is Ours or Encrypted or Unobserved or Region;

    /// <summary>The name of the region or cluster.</summary>
    public const string Cluster = "bench";
}
