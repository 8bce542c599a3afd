namespace ActiveActive.Silo.Membership;

/// <summary>A membership table in which a silo's change of its own row is made again at once when another silo's change came first.</summary>
/// <remarks>
/// <para>Each change counts the table's version up, so of silos that start, stop or are declared dead in the same moment all but one lose. Orleans makes a lost change again after a pause that was meant for hundreds of silos: the last of
/// three that start together served some three seconds after the others.</para>
/// <para>Made again is only what the other change does not concern: this silo's row must be there (for an insert: not yet), not dead, and not past the status that is to be written. What others suspect stays in it. Whenever this one
/// loses another has won, so it ends; after <see cref="Attempts"/> Orleans goes on by its own rules.</para>
/// <para>After a change Orleans publishes what it had read before it, under the version that it expected. After a change that was made again nobody else has such a view, and another one has this version. So the table as it is now is
/// published first: Orleans then drops the older one.</para>
/// <para>The last change of a silo that stops, to dead, is left to Orleans: read in the table before Orleans knows that it was its own, it would be taken for the others' verdict.</para>
/// </remarks>
internal sealed class PromptMembershipTable(IMembershipTable table, ILocalSiloDetails self, Lazy<IClusterMembershipService> membership, TimeProvider time) : IMembershipTable
{
    /// <summary>How often a change that lost is made again before Orleans' own pauses take over.</summary>
    internal const int Attempts = 10;

    /// <summary>The longest pause before the first of them; before the second it is twice that.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    public Task<bool> UpdateRow(MembershipEntry entry, string etag, TableVersion tableVersion) => UpdateRowAsync(entry, etag, tableVersion);

    public async Task<bool> UpdateRowAsync(MembershipEntry entry, string etag, TableVersion tableVersion, CancellationToken cancellationToken = default) =>
        await table.UpdateRowAsync(entry, etag, tableVersion, cancellationToken)
        || (IsMadeAgain(entry) && await Again(
            found => found.TryGet(entry.SiloAddress) is { Item1: { Status: not SiloStatus.Dead } row } at && row.Status <= entry.Status
                ? table.UpdateRowAsync(Changed(row, entry), at.Item2, found.Version.Next(), cancellationToken)
                : null,
            cancellationToken));

    public Task<bool> InsertRow(MembershipEntry entry, TableVersion tableVersion) => InsertRowAsync(entry, tableVersion);

    public async Task<bool> InsertRowAsync(MembershipEntry entry, TableVersion tableVersion, CancellationToken cancellationToken = default) =>
        await table.InsertRowAsync(entry, tableVersion, cancellationToken)
        || (IsMadeAgain(entry) && await Again(
            found => found.TryGet(entry.SiloAddress) is null ? table.InsertRowAsync(entry, found.Version.Next(), cancellationToken) : null,
            cancellationToken));

    public Task InitializeMembershipTable(bool tryInitTableVersion) => table.InitializeMembershipTableAsync(tryInitTableVersion);

    public Task InitializeMembershipTableAsync(bool tryInitTableVersion, CancellationToken cancellationToken = default) => table.InitializeMembershipTableAsync(tryInitTableVersion, cancellationToken);

    public Task DeleteMembershipTableEntries(string clusterId) => table.DeleteMembershipTableEntriesAsync(clusterId);

    public Task DeleteMembershipTableEntriesAsync(string clusterId, CancellationToken cancellationToken = default) => table.DeleteMembershipTableEntriesAsync(clusterId, cancellationToken);

    public Task CleanupDefunctSiloEntries(DateTimeOffset beforeDate) => table.CleanupDefunctSiloEntriesAsync(beforeDate);

    public Task CleanupDefunctSiloEntriesAsync(DateTimeOffset beforeDate, CancellationToken cancellationToken = default) => table.CleanupDefunctSiloEntriesAsync(beforeDate, cancellationToken);

    public Task<MembershipTableData> ReadRow(SiloAddress key) => table.ReadRowAsync(key);

    public Task<MembershipTableData> ReadRowAsync(SiloAddress key, CancellationToken cancellationToken = default) => table.ReadRowAsync(key, cancellationToken);

    public Task<MembershipTableData> ReadAll() => table.ReadAllAsync();

    public Task<MembershipTableData> ReadAllAsync(CancellationToken cancellationToken = default) => table.ReadAllAsync(cancellationToken);

    public Task UpdateIAmAlive(MembershipEntry entry) => table.UpdateIAmAliveAsync(entry);

    public Task UpdateIAmAliveAsync(MembershipEntry entry, CancellationToken cancellationToken = default) => table.UpdateIAmAliveAsync(entry, cancellationToken);

    private static MembershipEntry Changed(MembershipEntry row, MembershipEntry wanted)
    {
        row.Status = wanted.Status;
        row.IAmAliveTime = wanted.IAmAliveTime;
        return row;
    }

    private bool IsMadeAgain(MembershipEntry entry) => entry.SiloAddress.Equals(self.SiloAddress) && entry.Status != SiloStatus.Dead;

    private async Task<bool> Again(Func<MembershipTableData, Task<bool>?> change, CancellationToken cancellation)
    {
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            await Task.Delay(Pause * (attempt * Random.Shared.NextDouble()), time, cancellation);
            var found = await table.ReadAllAsync(cancellation);
            if (change(found) is not { } changing)
            {
                return false;
            }

            if (await changing)
            {
                await membership.Value.Refresh(new MembershipVersion(found.Version.Version + 1), cancellation);
                return true;
            }
        }

        return false;
    }
}
