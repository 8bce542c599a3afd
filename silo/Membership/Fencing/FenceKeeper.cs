using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ActiveActive.Silo.Membership.Fencing;

/// <summary>Looks after the <see cref="SelfFence"/> from the time the silo serves until it has left: notices pauses, and asks the database when the others do not confirm.</summary>
internal sealed class FenceKeeper(SelfFence fence, OwnRow ownRow, IOptions<MembershipOptions> options, TimeProvider time, ILogger<FenceKeeper> log)
    : ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    private const int LooksPerFence = 5;

    // A question that is cancelled costs its connection, and a new one is dearer than waiting; but one that hangs must not be the last.
    private const int Patience = 5;

    private readonly CancellationTokenSource _stopping = new();
    private Task _work = Task.CompletedTask;
    private Task _asking = Task.CompletedTask;
    private bool _wasOpen = true;

    public void Participate(ISiloLifecycle lifecycle)
    {
        lifecycle.Subscribe(nameof(FenceKeeper), ServiceLifecycleStage.Active, Start);
        lifecycle.Subscribe(nameof(FenceKeeper), ServiceLifecycleStage.RuntimeInitialize, static _ => Task.CompletedTask, Stop);
    }

    public void Dispose() => _stopping.Dispose();

    private async Task Start(CancellationToken cancellation)
    {
        if (!options.Value.SelfFencing)
        {
            return;
        }

        fence.Begin(await Ask() ?? long.MinValue);
        _work = Task.Run(Work, CancellationToken.None);
    }

    private async Task Stop(CancellationToken cancellation)
    {
        await _stopping.CancelAsync();
        await Task.WhenAll(_work, _asking).WaitAsync(cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task Work()
    {
        using var timer = new PeriodicTimer(options.Value.FenceAfter / LooksPerFence, time);
        try
        {
            while (await timer.WaitForNextTickAsync(_stopping.Token))
            {
                fence.Tick();
                if (fence.NeedsDatabase && _asking.IsCompleted)
                {
                    _asking = Ask();
                }

                Tell(fence.IsOpen);
            }
        }
        catch (OperationCanceledException)
        {
            // The silo stops.
        }
    }

    private async Task<long?> Ask()
    {
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
            limit.CancelAfter(options.Value.FenceAfter * Patience);
            return await ownRow.Ask(limit.Token);
        }
        catch (Exception error) when (!_stopping.IsCancellationRequested)
        {
            log.DatabaseSilent(error.GetType().Name, error.Message);
            return null;
        }
        catch (Exception)
        {
            return null; // the silo stops
        }
    }

    private void Tell(bool isOpen)
    {
        if (_wasOpen && !isOpen)
        {
            log.FenceClosed(options.Value.FenceAfter);
        }
        else if (!_wasOpen && isOpen)
        {
            log.FenceOpen();
        }

        _wasOpen = isOpen;
    }
}
