using System.Net;
using ActiveActive.Silo.Placement;
using Microsoft.Extensions.Time.Testing;

namespace ActiveActive.Tests.Unit.Silo;

public sealed class TargetPatienceTests
{
    private static readonly SiloAddress Target = SiloAddress.New(IPAddress.Loopback, 11111, 1);

    private readonly FakeTimeProvider _time = new();
    private readonly TargetPatience _patience;
    private TimeSpan? _roundTrip = TimeSpan.FromMilliseconds(5);
    private bool _isActive = true;
    private int _asked;

    public TargetPatienceTests() => _patience = new TargetPatience(
        (_, _) =>
        {
            _asked++;
            return Task.FromResult(_roundTrip);
        },
        _ => _isActive,
        _time);

    [Fact]
    public void One_that_answers_promptly_is_not_waited_for_and_soon_asked_again()
    {
        Assert.True(Wait().IsCompletedSuccessfully);
        Assert.True(Wait().IsCompletedSuccessfully);
        Assert.Equal(1, _asked);

        _time.Advance(TimeSpan.FromMilliseconds(100));
        Assert.True(Wait().IsCompletedSuccessfully);
        Assert.Equal(2, _asked);
    }

    [Theory]
    [InlineData(51)]
    [InlineData(-1)]
    public void One_that_is_slow_or_silent_is_waited_for_until_it_is_prompt(int milliseconds)
    {
        _roundTrip = milliseconds < 0 ? null : TimeSpan.FromMilliseconds(milliseconds);
        var waiting = Wait();
        _time.Advance(TimeSpan.FromMilliseconds(200));
        Assert.False(waiting.IsCompleted);

        _roundTrip = TimeSpan.FromMilliseconds(50);
        _time.Advance(TimeSpan.FromMilliseconds(200));
        Assert.True(waiting.IsCompletedSuccessfully);
        Assert.Equal(3, _asked);
    }

    [Fact]
    public void One_that_stays_slow_is_given_one_each_second_until_the_round_is_over()
    {
        _roundTrip = TimeSpan.FromSeconds(1);
        for (var second = 1; second <= 10; second++)
        {
            Assert.False(_patience.IsOver);
            var waiting = Wait();
            for (var times = 0; times < 5; times++)
            {
                Assert.False(waiting.IsCompleted);
                _time.Advance(TimeSpan.FromMilliseconds(200));
            }

            Assert.True(waiting.IsCompletedSuccessfully);
            Assert.Equal(second * 5, _asked);
        }

        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(_patience.IsOver);
    }

    [Fact]
    public void One_that_is_gone_is_not_waited_for()
    {
        _roundTrip = null;
        var waiting = Wait();
        _isActive = false;
        _time.Advance(TimeSpan.FromMilliseconds(200));
        Assert.True(waiting.IsCompletedSuccessfully);

        Assert.Equal(1, _asked);
    }

    private Task Wait()
    {
        SynchronizationContext.SetSynchronizationContext(null); // so that what waits goes on while the clock is set on
        return _patience.Wait(Target, TestContext.Current.CancellationToken);
    }
}
