using ActiveActive.Silo.Placement;
using Microsoft.Extensions.Time.Testing;

namespace ActiveActive.Tests.Unit.Silo;

public sealed class BalanceSignalTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private readonly FakeTimeProvider _time = new();
    private readonly BalanceSignal _signal;

    public BalanceSignalTests() => _signal = new BalanceSignal(_time);

    [Fact]
    public async Task It_wakes_who_waits_and_several_raises_count_as_one()
    {
        var waiting = _signal.Wait(Hour, CancellationToken.None);
        Assert.False(waiting.IsCompleted);
        _signal.Raise();
        Assert.False(await waiting);

        _signal.Raise();
        _signal.Raise(isClose: true);
        Assert.True(await _signal.Wait(Hour, CancellationToken.None));
        var again = _signal.Wait(Hour, CancellationToken.None);
        Assert.False(again.IsCompleted);
        _time.Advance(Hour);
        Assert.False(await again);
    }

    [Fact]
    public async Task It_is_left_when_the_silo_stops()
    {
        using var end = new CancellationTokenSource();
        var waiting = _signal.Wait(Hour, end.Token);
        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }
}
