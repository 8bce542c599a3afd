using Orleans.Concurrency;

namespace ActiveActive;

/// <summary>Tells how the region and its peers are, compares their replicated states, and mends this region's. For operators (<c>aactl regions</c>); key 0.</summary>
[Alias("aa.IRegionsGrain")]
public interface IRegionsGrain : IGrainWithIntegerKey
{
    /// <summary>How far this region and its peers are.</summary>
    [ReadOnly, Alias("Status")]
    Task<RegionsStatus> Status();

    /// <summary>Compares all replicated states with a peer's. Both read all of theirs once.</summary>
    /// <param name="peer">The peer.</param>
    /// <exception cref="InvalidOperationException">They cannot be compared now.</exception>
    [ResponseTimeout("12:00:00"), Alias("Verify")]
    Task<ComparedRegions> Verify(string peer);

    /// <summary>Compares, and fetches what states here lack and the peer has. States that were altered are left alone.</summary>
    /// <param name="peer">The peer.</param>
    /// <exception cref="InvalidOperationException">They cannot be compared now.</exception>
    [ResponseTimeout("12:00:00"), Alias("Fetch")]
    Task<ComparedRegions> Fetch(string peer);

    /// <summary>Takes the peer's row of one state in place of this region's, which is damaged.</summary>
    /// <param name="peer">The peer whose row is right.</param>
    /// <param name="grainType">The grain's type.</param>
    /// <param name="grainKey">Its key.</param>
    /// <param name="name">The state's name.</param>
    /// <returns>How the two differed.</returns>
    /// <exception cref="InvalidOperationException">It cannot be taken.</exception>
    [ResponseTimeout("00:05:00"), Alias("Replace")]
    Task<string> Replace(string peer, string grainType, string grainKey, string name);
}
