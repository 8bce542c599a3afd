using Orleans.Runtime.GrainDirectory;

namespace ActiveActive.Silo.Membership.Failovers;

/// <summary>Tells <see cref="FailoverTimes"/> of the cluster's changes while the silo lives.</summary>
internal sealed class FailoverFeed(IClusterMembershipService membership, IGrainDirectoryCache places, FailoverTimes failovers) : ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private Task _feeding = Task.CompletedTask;

    public void Participate(ISiloLifecycle lifecycle) => lifecycle.Subscribe(nameof(FailoverFeed), ServiceLifecycleStage.RuntimeInitialize, Start, Stop);

    public void Dispose() => _stopping.Dispose();

    private Task Start(CancellationToken cancellation)
    {
        _feeding = Task.Run(Feed, CancellationToken.None);
        return Task.CompletedTask;
    }

    private async Task Stop(CancellationToken cancellation)
    {
        await _stopping.CancelAsync();
        await _feeding.WaitAsync(cancellation);
    }

    private async Task Feed()
    {
        try
        {
            await foreach (var snapshot in membership.MembershipUpdates.WithCancellation(_stopping.Token))
            {
                failovers.Take(snapshot.Members.ToDictionary(static member => member.Key, static member => member.Value.Status), Places);
            }
        }
        catch (OperationCanceledException)
        {
            // The silo stops.
        }
    }

    private IEnumerable<(GrainId Grain, SiloAddress? Silo)> Places() => places.KeyValues.Select(static place => (place.ActivationAddress.GrainId, place.ActivationAddress.SiloAddress));
}
