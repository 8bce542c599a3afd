using Microsoft.Extensions.DependencyInjection;

namespace ActiveActive.Tests.Database.Orleans;

/// <summary>Orleans' AdoNet reminder table against our table.</summary>
public sealed class ReminderTableTests(OrleansSilo silo) : IClassFixture<OrleansSilo>
{
    private IReminderTable Reminders => silo.Services.GetRequiredService<IReminderTable>();

    [Fact]
    public async Task Periods_longer_than_an_integer_of_milliseconds_are_kept()
    {
        var entry = Entry("long");
        entry.Period = TimeSpan.FromDays(100);
        await Reminders.UpsertRow(entry);

        var read = await Reminders.ReadRow(entry.GrainId, entry.ReminderName);

        Assert.Equal((entry.Period, entry.StartAt), (read!.Period, read.StartAt));
    }

    [Fact]
    public async Task Every_change_has_its_own_etag_and_only_the_last_removes()
    {
        var entry = Entry("etag");
        var first = await Reminders.UpsertRow(entry);
        var second = await Reminders.UpsertRow(entry);

        Assert.NotEqual(first, second);
        Assert.False(await Reminders.RemoveRow(entry.GrainId, entry.ReminderName, first!));
        Assert.True(await Reminders.RemoveRow(entry.GrainId, entry.ReminderName, second!));
        Assert.Empty((await Reminders.ReadRows(entry.GrainId)).Reminders);
    }

    [Fact]
    public async Task Any_cut_of_the_ring_into_two_finds_each_reminder_once()
    {
        for (var i = 0; i < 50; i++) await Reminders.UpsertRow(Entry($"ring-{i}"));

        foreach (var (begin, end) in new[] { (0u, 0x4000_0000u), (0x4000_0000u, 0xC000_0000u), (0xFFFF_FFFFu, 0x8000_0000u), (0x7FFF_FFFFu, 0x8000_0000u) })
        {
            var one = await Reminders.ReadRows(begin, end);
            var other = await Reminders.ReadRows(end, begin);

            var names = one.Reminders.Concat(other.Reminders).Select(reminder => reminder.GrainId.Key.ToString()!).Where(name => name.StartsWith("ring-", StringComparison.Ordinal));
            Assert.Equal(Enumerable.Range(0, 50).Select(i => $"ring-{i}").Order(), names.Order());
            Assert.All(one.Reminders, reminder => Assert.True(InRange(reminder.GrainId.GetUniformHashCode(), begin, end)));
        }
    }

    private static bool InRange(uint hash, uint begin, uint end) => begin < end ? hash > begin && hash <= end : hash > begin || hash <= end;

    private static ReminderEntry Entry(string key) => new()
    {
        GrainId = GrainId.Create("test", key),
        ReminderName = "wake",
        StartAt = new DateTime(2030, 1, 2, 3, 4, 5, DateTimeKind.Utc),
        Period = TimeSpan.FromMinutes(5),
    };
}
