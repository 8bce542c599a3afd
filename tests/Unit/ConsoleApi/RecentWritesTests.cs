using ActiveActive.Silo.Console.Inspector;
using ActiveActive.Silo.Console.Model;
using ActiveActive.State.Storage;
using Microsoft.Extensions.Time.Testing;

namespace ActiveActive.Tests.Unit.ConsoleApi;

public sealed class RecentWritesTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void The_latest_of_a_grain_are_told_newest_first()
    {
        var writes = new RecentWrites(_time);
        writes.Add(Write("a", 1));
        writes.Add(Write("b", 2));
        _time.Advance(TimeSpan.FromSeconds(3));
        writes.Add(Write("a", 3));
        Assert.Equal([(3, 0d), (1, 3d)], writes.Of("counter", "a").Select(static one => ((int)one.Effect.ToByteArray()[0], one.AgeSeconds)));
        Assert.Empty(writes.Of("register", "a"));
    }

    [Fact]
    public void Only_so_many_are_kept_and_told()
    {
        var writes = new RecentWrites(_time);
        writes.Add(Write("old", 1));
        for (var number = 0; number < RecentWrites.Most; number++)
        {
            writes.Add(Write("a", 2));
        }

        Assert.Empty(writes.Of("counter", "old"));
        Assert.Equal(ConsoleLimits.Requests, writes.Of("counter", "a").Count);
    }

    private static StateWrite Write(string key, byte id) =>
        new(new StateKey("counter", key, "count"), 0, Guid.Empty, true, 1, [], [new EffectRow(new RequestId(new Guid(id, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)), Guid.Empty, [], null)], []);
}
