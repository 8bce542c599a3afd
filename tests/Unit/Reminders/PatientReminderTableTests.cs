using ActiveActive.Silo.Reminders;
using ActiveActive.Tests.Support;

namespace ActiveActive.Tests.Unit.Reminders;

public sealed class PatientReminderTableTests
{
    [Fact]
    public async Task Two_ranges_are_read_at_once_and_those_that_fail_make_room_too()
    {
        var reading = new Reading();
        using var table = new PatientReminderTable(reading);
        var reads = Enumerable.Range(0, 5).Select(number => table.ReadRows((uint)number, (uint)number + 1)).ToList();

        Assert.Equal(2, reading.Open.Count);
        reading.Open[0].SetException(new InvalidOperationException("The database is away."));
        await Assert.ThrowsAsync<InvalidOperationException>(() => reads[0]);
        for (var ended = 1; ended < 5; ended++)
        {
            var next = ended;
            await Eventually.Holds(() => reading.Open.Count > next, "the next range is read");
            Assert.InRange(reading.Open.Count - ended, 1, 2);
            reading.Open[ended].SetResult(new ReminderTableData());
            await Eventually.Holds(() => reads.Count(static read => read.IsCompleted) > next, "a read has ended"); // in whatever order they were woken
        }

        await Task.WhenAll(reads.Skip(1));
    }

    private sealed class Reading : IReminderTable
    {
        private readonly List<TaskCompletionSource<ReminderTableData>> _open = [];

        public IReadOnlyList<TaskCompletionSource<ReminderTableData>> Open
        {
            get
            {
                lock (_open)
                {
                    return [.. _open];
                }
            }
        }

        public Task<ReminderTableData> ReadRows(uint begin, uint end)
        {
            var one = new TaskCompletionSource<ReminderTableData>(TaskCreationOptions.RunContinuationsAsynchronously);
            lock (_open)
            {
                _open.Add(one);
            }

            return one.Task;
        }

        public Task<ReminderTableData> ReadRows(GrainId grainId) => throw new NotSupportedException();

        public Task<ReminderEntry?> ReadRow(GrainId grainId, string reminderName) => throw new NotSupportedException();

        public Task<string?> UpsertRow(ReminderEntry entry) => throw new NotSupportedException();

        public Task<bool> RemoveRow(GrainId grainId, string reminderName, string eTag) => throw new NotSupportedException();

        public Task TestOnlyClearTable() => throw new NotSupportedException();
    }
}
