using System.Collections.Concurrent;
using ActiveActive.State;
using ActiveActive.State.Storage;
using Microsoft.Extensions.Logging;

namespace ActiveActive.Silo.Replication;

/// <summary>Lets grains act on what was merged (<see cref="IReactToMerge"/>), each one at a time and a limited number beside each other. Nobody waits for them.</summary>
internal sealed class Reactions(IGrainFactory grains, ILogger<Reactions> log) : IDisposable
{
    private const int AtOnce = 64;
    private readonly SemaphoreSlim _free = new(AtOnce);
    private readonly ConcurrentDictionary<GrainId, bool> _again = new();

    /// <summary>Lets the grain of a state act; once more, if it is doing so already.</summary>
    public void Start(StateKey key)
    {
        var grain = GrainId.Create(key.GrainType, key.GrainKey);
        if (_again.AddOrUpdate(grain, false, static (_, _) => true))
        {
            return; // it is running, and has been told
        }

        _ = Run(grain);
    }

    public void Dispose() => _free.Dispose();

    private async Task Run(GrainId grain)
    {
        do
        {
            await _free.WaitAsync();
            _again.TryUpdate(grain, false, true);
            try
            {
                await grains.GetGrain<IReactToMerge>(grain).React();
            }
#pragma warning disable CA1031 // It is called again after the next merge.
            catch (Exception error)
#pragma warning restore CA1031
            {
                log.NotReacted(grain.ToString(), error.Message);
            }
            finally
            {
                _free.Release();
            }
        }
        while (!_again.TryRemove(KeyValuePair.Create(grain, false)));
    }
}
