using ActiveActive.Silo.Membership.Watch;

namespace ActiveActive.Silo.Membership;

/// <summary>Keeps <see cref="ClusterView"/> up to date while the silo lives, and says goodbye to all watchers when it leaves in order.</summary>
internal sealed class MembershipFeed(IClusterMembershipService membership, ClusterView view, WatchServer server) : ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private Task _feeding = Task.CompletedTask;

    public void Participate(ISiloLifecycle lifecycle)
    {
        lifecycle.Subscribe(nameof(MembershipFeed), ServiceLifecycleStage.RuntimeInitialize, Start, Stop);
        lifecycle.Subscribe(nameof(MembershipFeed), ServiceLifecycleStage.Active, static _ => Task.CompletedTask, server.SayGoodbye);
    }

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
                view.Take(snapshot);
            }
        }
        catch (OperationCanceledException)
        {
            // The silo stops.
        }
    }
}
