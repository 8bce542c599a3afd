using Orleans.Runtime.Services;

namespace ActiveActive.Silo.Scaling;

/// <summary>Asks the other silos of the region.</summary>
internal sealed class LoadClient(IServiceProvider services, ILocalSiloDetails local, IClusterMembershipService membership, TimeProvider time) : GrainServiceClient<ILoadService>(services)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>The silos that serve, this one included.</summary>
    public IReadOnlyList<SiloAddress> Silos => [.. membership.CurrentSnapshot.Members.Values.Where(static member => member.Status == SiloStatus.Active).Select(static member => member.SiloAddress)];

    /// <summary>
    /// The silo that works out how many are wanted: the oldest, so that those that come do not take it over, and all agree without asking each other.
    /// </summary>
    public static SiloAddress Decider(IReadOnlyList<SiloAddress> silos) => silos.OrderBy(static silo => silo.Generation).ThenBy(static silo => silo).First();

    /// <summary>The loads of the other silos, as far as they answer.</summary>
    public async Task<IReadOnlyList<SiloLoad>> Others(IReadOnlyList<SiloAddress> silos, CancellationToken cancellation)
    {
        var asked = silos.Where(silo => !silo.Equals(local.SiloAddress)).Select(silo => GetGrainService(silo).Load().WaitAsync(Patience, cancellation)).ToList();
        await ((Task)Task.WhenAll(asked)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return [.. asked.Where(static one => one.IsCompletedSuccessfully).Select(static one => one.Result).OfType<SiloLoad>()];
    }

    /// <summary>How often the grains of other silos are called, per second, as far as they answer and know it.</summary>
    public async Task<IReadOnlyDictionary<SiloAddress, double>> Calls(IReadOnlyList<SiloAddress> silos, CancellationToken cancellation)
    {
        var asked = silos.Select(silo => (Silo: silo, Load: GetGrainService(silo).Load().WaitAsync(Patience, time, cancellation))).ToList();
        await ((Task)Task.WhenAll(asked.Select(static one => one.Load))).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return asked.Where(static one => one.Load is { IsCompletedSuccessfully: true, Result.Calls: not null }).ToDictionary(static one => one.Silo, static one => one.Load.Result!.Calls!.Value);
    }

    /// <summary>How long a silo takes to answer; null when it does not.</summary>
    public async Task<TimeSpan?> RoundTrip(SiloAddress silo, CancellationToken cancellation)
    {
        var began = time.GetTimestamp();
        var asked = GetGrainService(silo).Load().WaitAsync(Patience, time, cancellation);
        await ((Task)asked).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return asked.IsCompletedSuccessfully ? time.GetElapsedTime(began) : null;
    }

    /// <summary>What the silo that decides has worked out.</summary>
    /// <exception cref="Exception">It does not answer; it may run older code that knows nothing of this.</exception>
    public Task<ScaleAdvice?> Advice(SiloAddress decider, CancellationToken cancellation) => GetGrainService(decider).Advice().WaitAsync(Patience, cancellation);
}
