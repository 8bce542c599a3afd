namespace ActiveActive.Tests.Unit.Membership;

/// <summary>A membership table in memory: a change wants the table's version, as in a database.</summary>
internal sealed class FakeTable : IMembershipTable
{
    public int Version { get; private set; } = 1;

    public List<MembershipEntry> Rows { get; } = [];

    public IEnumerable<SiloStatus> Statuses => Rows.Select(static row => row.Status);

    /// <summary>Done before each read.</summary>
    public Action? OnRead { get; set; }

    /// <summary>Done before each change.</summary>
    public Action? OnChange { get; set; }

    /// <summary>Another silo's change, of whatever row.</summary>
    public void ChangeBy(Action<FakeTable> rival)
    {
        rival(this);
        Version++;
    }

    public Task<MembershipTableData> ReadAll()
    {
        OnRead?.Invoke();
        return Task.FromResult(new MembershipTableData([.. Rows.Select(row => Tuple.Create(Copy(row), Tag))], new TableVersion(Version, Tag)));
    }

    public Task<bool> InsertRow(MembershipEntry entry, TableVersion tableVersion)
    {
        OnChange?.Invoke();
        if (tableVersion.Version != Version + 1 || Rows.Exists(row => row.SiloAddress.Equals(entry.SiloAddress)))
        {
            return Task.FromResult(false);
        }

        Rows.Add(entry);
        Version++;
        return Task.FromResult(true);
    }

    public Task<bool> UpdateRow(MembershipEntry entry, string etag, TableVersion tableVersion)
    {
        OnChange?.Invoke();
        if (etag != Tag || tableVersion.Version != Version + 1)
        {
            return Task.FromResult(false);
        }

        Rows[Rows.FindIndex(row => row.SiloAddress.Equals(entry.SiloAddress))] = entry;
        Version++;
        return Task.FromResult(true);
    }

    private string Tag => $"{Version}";

    private static MembershipEntry Copy(MembershipEntry row) => new()
    {
        SiloAddress = row.SiloAddress,
        ProxyPort = row.ProxyPort,
        Status = row.Status,
        StartTime = row.StartTime,
        IAmAliveTime = row.IAmAliveTime,
        SuspectTimes = [.. row.SuspectTimes ?? []],
    };

    public Task InitializeMembershipTable(bool tryInitTableVersion) => throw new NotSupportedException();

    public Task DeleteMembershipTableEntries(string clusterId) => throw new NotSupportedException();

    public Task CleanupDefunctSiloEntries(DateTimeOffset beforeDate) => throw new NotSupportedException();

    public Task<MembershipTableData> ReadRow(SiloAddress key) => throw new NotSupportedException();

    public Task UpdateIAmAlive(MembershipEntry entry) => throw new NotSupportedException();
}
