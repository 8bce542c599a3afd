using System.Diagnostics.CodeAnalysis;
using ActiveActive.Silo.Membership.Failovers;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Runtime.GrainDirectory;

namespace ActiveActive.Silo.Placement;

/// <summary>
/// What this silo remembers of where grains are, so that not every call asks the directory: Orleans' own cache, with doubt about silos that leave.
/// </summary>
/// <remarks>
/// A call to an old place is forwarded, and its answer puts the caller's cache right; but the answer to an external client goes straight from the grain's silo to the client, past the
/// gateway that asked at the old place, so that this gateway would ask there until the silo is gone, and then fail calls. So a place on a silo that shuts down is not believed:
/// the directory is asked, which knows of each move at once.
/// </remarks>
internal sealed class KnownPlaces : IGrainDirectoryCache, IAsyncDisposable
{
    private readonly IGrainDirectoryCache _cache;
    private readonly IClusterMembershipService _membership;
    private readonly FailoverTimes _failovers;
    private readonly SiloAddress _self;

    public KnownPlaces(IServiceProvider services, IOptions<GrainDirectoryOptions> options, IClusterMembershipService membership, ILocalSiloDetails local, FailoverTimes failovers)
    {
        (_membership, _failovers) = (membership, failovers);
        _self = local.SiloAddress;
        _cache = GrainDirectoryCacheFactory.CreateGrainDirectoryCache(
            services,
            new GrainDirectoryOptions
            {
                CachingStrategy = options.Value.CachingStrategy is GrainDirectoryOptions.CachingStrategyType.None
                    ? GrainDirectoryOptions.CachingStrategyType.None
                    : GrainDirectoryOptions.CachingStrategyType.LRU,
                CacheSize = options.Value.CacheSize,
                MaximumCacheTTL = options.Value.MaximumCacheTTL,
            });
    }

    public IEnumerable<(GrainAddress ActivationAddress, int Version)> KeyValues => _cache.KeyValues;

    public void AddOrUpdate(GrainAddress value, int version)
    {
        if (_failovers.IsWaiting)
        {
            _failovers.Found(value.GrainId, value.SiloAddress);
        }

        _cache.AddOrUpdate(value, version);
    }

    public bool Remove(GrainId key)
    {
        if (_cache.LookUp(key, out var place, out _))
        {
            _failovers.Missed(key, place.SiloAddress);
        }

        return _cache.Remove(key);
    }

    public bool Remove(GrainAddress key)
    {
        _failovers.Missed(key.GrainId, key.SiloAddress);
        return _cache.Remove(key);
    }

    public void Clear() => _cache.Clear();

    public bool LookUp(GrainId key, [NotNullWhen(true)] out GrainAddress? result, out int version)
    {
        if (_cache.LookUp(key, out result, out version) && !IsLeaving(result))
        {
            return true;
        }

        result = null;
        return false;
    }

    public async ValueTask DisposeAsync()
    {
        if (_cache is IAsyncDisposable disposable)
        {
            await disposable.DisposeAsync();
        }
    }

    private bool IsLeaving(GrainAddress place) =>
        place.SiloAddress is { } silo && !ReferenceEquals(silo, _self) && !silo.Equals(_self) && _membership.CurrentSnapshot.GetSiloStatus(silo) is SiloStatus.ShuttingDown or SiloStatus.Stopping;
}
