using ActiveActive.Client.Connection;
using Microsoft.Extensions.Time.Testing;

namespace ActiveActive.Tests.Unit.Client;

public sealed class DatabaseClockTests
{
    [Fact]
    public async Task An_answer_is_taken_to_be_half_a_round_trip_old()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2030, 1, 1, 12, 0, 0, TimeSpan.Zero));
        var clock = new DatabaseClock(time);
        Assert.Equal(time.GetUtcNow(), clock.UtcNow);

        var database = time.GetUtcNow().AddMinutes(5);
        var offset = await clock.Measure(() =>
        {
            time.Advance(TimeSpan.FromMilliseconds(40));
            return Task.FromResult(database.AddMilliseconds(20));
        });

        Assert.Equal(TimeSpan.FromMinutes(5), offset);
        Assert.Equal(time.GetUtcNow().AddMinutes(5), clock.UtcNow);
    }

    [Fact]
    public async Task A_failed_measurement_leaves_what_is_known()
    {
        var time = new FakeTimeProvider();
        var clock = new DatabaseClock(time);
        await clock.Measure(() => Task.FromResult(time.GetUtcNow().AddHours(1)));

        await Assert.ThrowsAsync<TimeoutException>(() => clock.Measure(() => Task.FromException<DateTimeOffset>(new TimeoutException())));
        Assert.Equal(TimeSpan.FromHours(1), clock.Offset);
    }
}
