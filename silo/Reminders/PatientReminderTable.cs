namespace ActiveActive.Silo.Reminders;

/// <summary>
/// A table of reminders that is read in few places at once. Orleans reads a silo's part of the ring anew whenever silos come or go, some thirty ranges at the same time: without this each survivor of a death opened as many
/// connections as it may, at the moment at which the database has the most to do, and kept them.
/// </summary>
internal sealed class PatientReminderTable(IReminderTable table) : IReminderTable, IDisposable
{
    private const int AtOnce = 2;
    private readonly SemaphoreSlim _free = new(AtOnce);

    public Task StartAsync(CancellationToken cancellationToken = default) => table.StartAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken = default) => table.StopAsync(cancellationToken);

    public async Task<ReminderTableData> ReadRows(uint begin, uint end)
    {
        await _free.WaitAsync();
        try
        {
            return await table.ReadRows(begin, end);
        }
        finally
        {
            _free.Release();
        }
    }

    public Task<ReminderTableData> ReadRows(GrainId grainId) => table.ReadRows(grainId);

    public Task<ReminderEntry?> ReadRow(GrainId grainId, string reminderName) => table.ReadRow(grainId, reminderName);

    public Task<string?> UpsertRow(ReminderEntry entry) => table.UpsertRow(entry);

    public Task<bool> RemoveRow(GrainId grainId, string reminderName, string eTag) => table.RemoveRow(grainId, reminderName, eTag);

    public Task TestOnlyClearTable() => table.TestOnlyClearTable();

    public void Dispose() => _free.Dispose();
}
