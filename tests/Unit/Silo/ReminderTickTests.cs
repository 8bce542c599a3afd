using ActiveActive.Silo.Requests;

namespace ActiveActive.Tests.Unit.Silo;

public sealed class ReminderTickTests
{
    private static readonly DateTime First = new(2026, 11, 23, 12, 0, 0, DateTimeKind.Utc);
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(10);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(3, 0)]
    [InlineData(599, 1)] // a second early
    [InlineData(600, 1)]
    [InlineData(610, 1)]
    [InlineData(1100, 1)] // late by most of a period
    [InlineData(1200, 2)]
    [InlineData(-1, 0)]
    public void A_tick_belongs_to_the_time_it_was_due(int seconds, int tick) =>
        Assert.Equal(First + (tick * Period), ReminderTick.DueTime(new TickStatus(First, Period, First.AddSeconds(seconds))));

    [Theory]
    [InlineData(4_999, 0)]
    [InlineData(5_000, 1)]
    [InlineData(9_999, 1)]
    public void The_start_counts_as_the_database_rounds_it(long ticks, int milliseconds)
    {
        var exact = new TickStatus(First.AddTicks(ticks), Period, First.AddSeconds(600));
        var stored = new TickStatus(First.AddMilliseconds(milliseconds), Period, First.AddSeconds(601));
        Assert.Equal(ReminderTick.Stamp(GrainId.Create("account", "a"), "r", stored), ReminderTick.Stamp(GrainId.Create("account", "a"), "r", exact));
    }

    [Fact]
    public void The_id_derives_from_grain_reminder_and_due_time()
    {
        CallStamp Stamp(string key, string reminder, int seconds) => ReminderTick.Stamp(GrainId.Create("account", key), reminder, new TickStatus(First, Period, First.AddSeconds(seconds)));
        Assert.Equal(Stamp("alice", "r", 600), Stamp("alice", "r", 640));
        Assert.Equal(4, new[] { Stamp("alice", "r", 600), Stamp("alice", "r", 1200), Stamp("alice", "s", 600), Stamp("bob", "r", 600) }.Select(stamp => stamp.Id).Distinct().Count());
        Assert.Equal(First + Period, Stamp("alice", "r", 600).Id.Timestamp.UtcDateTime);
        Assert.Equal(7, Stamp("alice", "r", 600).Id.Value.Version);
    }
}
