using ActiveActive.Silo.Console.Actions;
using Microsoft.Extensions.Time.Testing;

namespace ActiveActive.Tests.Unit.ConsoleApi;

public sealed class ConfirmationsTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void A_token_is_good_once()
    {
        var confirmations = new Confirmations(_time);
        var (token, _) = confirmations.Give(ConsoleAction.Evict, "a");
        Assert.True(confirmations.Take(token, ConsoleAction.Evict, "a"));
        Assert.False(confirmations.Take(token, ConsoleAction.Evict, "a"));
    }

    [Fact]
    public void It_is_good_for_nothing_else_and_is_used_up_by_trying()
    {
        var confirmations = new Confirmations(_time);
        var (token, _) = confirmations.Give(ConsoleAction.Drain, "a");
        Assert.False(confirmations.Take(token, ConsoleAction.Evict, "a"));
        Assert.False(confirmations.Take(token, ConsoleAction.Drain, "a"));
        var (other, _) = confirmations.Give(ConsoleAction.Drain, "a");
        Assert.False(confirmations.Take(other, ConsoleAction.Drain, "b"));
    }

    [Fact]
    public void It_is_good_for_a_minute()
    {
        var confirmations = new Confirmations(_time);
        var (token, expires) = confirmations.Give(ConsoleAction.Drain, "a");
        Assert.Equal(_time.GetUtcNow() + Confirmations.Life, expires);
        _time.Advance(Confirmations.Life);
        Assert.False(confirmations.Take(token, ConsoleAction.Drain, "a"));
    }

    [Fact]
    public void Not_many_are_open_at_once()
    {
        var confirmations = new Confirmations(_time);
        var (first, _) = confirmations.Give(ConsoleAction.Drain, "a");
        for (var number = 0; number < 100; number++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(1));
            confirmations.Give(ConsoleAction.Drain, "b");
        }

        Assert.False(confirmations.Take(first, ConsoleAction.Drain, "a"));
    }
}
