using ActiveActive.Silo.Console.Events;
using ActiveActive.Silo.Console.Model;
using Microsoft.Extensions.Time.Testing;

namespace ActiveActive.Tests.Unit.ConsoleApi;

public sealed class EventBookTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public void What_several_saw_is_kept_once_and_gets_the_duration_that_one_of_them_knows()
    {
        var book = new EventBook(_time);
        Assert.True(book.Add(Died("a")));
        Assert.False(book.Add(Died("a")));
        Assert.True(book.Add(Died("a") with { Duration = TimeSpan.FromSeconds(0.2), At = _time.GetUtcNow() + TimeSpan.FromSeconds(1) }));
        Assert.False(book.Add(Died("a") with { Duration = TimeSpan.FromSeconds(9) }));

        var one = Assert.Single(book.Latest(10));
        Assert.Equal((TimeSpan.FromSeconds(0.2), _time.GetUtcNow()), (one.Duration, one.At));
    }

    [Fact]
    public void Only_so_many_are_kept_the_latest()
    {
        var book = new EventBook(_time);
        for (var number = 0; number < ConsoleLimits.Events + 50; number++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            book.Add(Died($"{number}"));
        }

        var kept = book.Latest(int.MaxValue);
        Assert.Equal(ConsoleLimits.Events, kept.Count);
        Assert.Equal(($"r/died/{ConsoleLimits.Events + 49}", "r/died/50"), (kept[0].Id, kept[^1].Id));
    }

    [Fact]
    public void Others_are_told_by_age_and_only_what_is_new_to_them()
    {
        var here = new EventBook(_time);
        here.Add(Died("a"));
        _time.Advance(TimeSpan.FromSeconds(30));
        var (first, upTo) = here.After(0);
        Assert.Equal(30, Assert.Single(first).AgeSeconds);
        Assert.Empty(here.After(upTo).Events);

        var wrongClock = new FakeTimeProvider(new DateTimeOffset(2031, 1, 1, 0, 0, 0, TimeSpan.Zero));
        var there = new EventBook(wrongClock);
        there.Add(first);
        Assert.Equal(wrongClock.GetUtcNow() - TimeSpan.FromSeconds(30), Assert.Single(there.Latest(10)).At);

        here.Took("r", EventKind.Died, TimeSpan.FromSeconds(0.3), TimeSpan.FromMinutes(1));
        Assert.Equal(0.3, Assert.Single(here.After(upTo).Events).DurationSeconds);
        Assert.Empty(here.After(0, "other").Events);
    }

    [Fact]
    public void A_duration_goes_to_the_latest_that_has_none_and_is_recent_or_to_the_next_one()
    {
        var book = new EventBook(_time);
        book.Add(Died("old"));
        _time.Advance(TimeSpan.FromSeconds(20));
        Assert.Null(book.Took("r", EventKind.Died, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5)));
        book.Add(Died("next"));
        Assert.Equal(TimeSpan.FromSeconds(1), book.Latest(1)[0].Duration);
        _time.Advance(TimeSpan.FromSeconds(1));
        book.Add(Died("new"));
        Assert.Equal("r/died/new", book.Took("r", EventKind.Died, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(5))?.Id);
        Assert.Null(book.Took("other", EventKind.Died, TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(30)));
        _time.Advance(TimeSpan.FromSeconds(1));
        book.Add(Died("not of the other region"));
        Assert.Null(book.Latest(1)[0].Duration);
        Assert.Equal([null, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(1), null], book.Latest(4).Select(static one => one.Duration));
    }

    private Happening Died(string silo) => new($"r/died/{silo}", _time.GetUtcNow(), "r", EventKind.Died, EventSeverity.Critical, silo, $"Silo {silo} was found dead.", null);
}
