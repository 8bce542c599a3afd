using ActiveActive.Silo.Storage;
using ActiveActive.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace ActiveActive.Tests.Unit.Storage;

/// <summary>Who waits for a database that is gone, and how.</summary>
public sealed class DatabaseDoorTests
{
    private int _asking;
    private int _mostAsking;
    private int _asked;
    private volatile bool _isBack;

    [Fact]
    public async Task One_at_a_time_looks_and_all_go_in_when_it_is_back()
    {
        using var door = new DatabaseDoor(TimeProvider.System);
        var all = Enumerable.Range(0, 8).Select(number => Enter(door, number)).ToList();
        Assert.Equal(8, _asked);
        await Eventually.Holds(() => Volatile.Read(ref _asked) >= 10, "somebody has looked");
        Assert.DoesNotContain(all, static one => one.IsCompleted);
        _isBack = true;
        Assert.Equal(Enumerable.Range(0, 8), await Task.WhenAll(all));
        Assert.Equal(1, _mostAsking);
    }

    [Fact]
    public async Task Who_is_in_and_slow_holds_up_nobody()
    {
        using var door = new DatabaseDoor(TimeProvider.System);
        var slow = new TaskCompletionSource<int>();
        var first = door.Enter(() => _asked++ == 0 ? Gone() : slow.Task, CancellationToken.None);
        var second = Enter(door, 2);
        _isBack = true;
        Assert.Equal(2, await second);
        Assert.False(first.IsCompleted);
        slow.SetResult(1);
        Assert.Equal(1, await first);
    }

    [Fact]
    public async Task What_hung_for_long_is_not_asked_again()
    {
        var time = new FakeTimeProvider();
        using var door = new DatabaseDoor(time);
        await Assert.ThrowsAsync<StorageUnavailableException>(() => door.Enter(
            () =>
            {
                _asked++;
                time.Advance(DatabaseDoor.Hold);
                return Gone();
            },
            CancellationToken.None));
        Assert.Equal(1, _asked);
    }

    [Fact]
    public async Task Other_errors_are_none_of_its_business()
    {
        using var door = new DatabaseDoor(TimeProvider.System);
        await Assert.ThrowsAsync<InvalidOperationException>(() => door.Enter<int>(
            () =>
            {
                _asked++;
                throw new InvalidOperationException("test");
            },
            CancellationToken.None));
        Assert.Equal(1, _asked);
    }

    private static Task<int> Gone() => Task.FromException<int>(new StorageUnavailableException("gone, for the test"));

    // The first time each is told at once; whoever looks takes a moment.
    private Task<int> Enter(DatabaseDoor door, int number)
    {
        var looks = 0;
        return door.Enter(
            async () =>
            {
                Interlocked.Increment(ref _asked);
                if (looks++ > 0)
                {
                    _mostAsking = Math.Max(_mostAsking, Interlocked.Increment(ref _asking));
                    await Task.Yield();
                    Interlocked.Decrement(ref _asking);
                    if (_isBack)
                    {
                        return number;
                    }
                }

                return await Gone();
            },
            CancellationToken.None);
    }
}
