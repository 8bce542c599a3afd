using ActiveActive.Silo.Replication;

namespace ActiveActive.Tests.Unit.Replication;

public sealed class SharedLookTests
{
    private const int Readers = 16;
    private const int Reads = 20_000;

    [Fact]
    public async Task Nobody_gets_what_was_seen_before_he_asked()
    {
        var number = 0L;
        var look = new SharedLook<long>(() => Task.FromResult(Interlocked.Read(ref number)));
        var stale = await Task.WhenAll(Enumerable.Range(0, Readers).Select(_ => Task.Run(async () =>
        {
            var stale = 0;
            for (var read = 0; read < Reads; read++)
            {
                var before = Interlocked.Increment(ref number);
                stale += await look.Read() < before ? 1 : 0;
            }

            return stale;
        })));
        Assert.Equal(0, stale.Sum());
    }

    [Fact]
    public async Task Who_asks_during_a_look_shares_the_next_with_others()
    {
        var looks = new List<TaskCompletionSource<int>>();
        var begun = new SemaphoreSlim(0);
        var look = new SharedLook<int>(() =>
        {
            var one = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
            looks.Add(one);
            begun.Release();
            return one.Task;
        });
        var first = look.Read();
        await begun.WaitAsync(TestContext.Current.CancellationToken);
        Task<int>[] others = [look.Read(), look.Read()];
        looks[0].SetException(new InvalidOperationException("no database"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => first);
        await begun.WaitAsync(TestContext.Current.CancellationToken);
        looks[1].SetResult(2);
        Assert.All(await Task.WhenAll(others), static seen => Assert.Equal(2, seen));
        Assert.Equal(2, looks.Count);
    }
}
