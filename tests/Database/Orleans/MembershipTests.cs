using System.Net;
using ActiveActive.Database.Migration;
using ActiveActive.Tests.Database.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;
using Orleans.Configuration;
using Orleans.Runtime.Membership;
using Orleans.Runtime.MembershipService;

namespace ActiveActive.Tests.Database.Orleans;

/// <summary>Orleans' AdoNet membership table against our tables.</summary>
public sealed class MembershipTests(Server server) : IAsyncLifetime
{
    private const string Invariant = "Npgsql";
    private static readonly CancellationToken s_none = CancellationToken.None;
    private static readonly DateTime s_started = new(2030, 1, 2, 3, 4, 5, 678, DateTimeKind.Utc);
    private static readonly IOptions<ClusterOptions> s_cluster = Options.Create(new ClusterOptions { ClusterId = "region-a", ServiceId = "tests" });

    private readonly ServiceProvider _services = new ServiceCollection().BuildServiceProvider();
    private NpgsqlDataSource? _database;
    private AdoNetClusteringTable? _membership;

    private NpgsqlDataSource Database => _database!;

    private AdoNetClusteringTable Membership => _membership!;

    public async ValueTask InitializeAsync()
    {
        _database = await server.EmptyDatabaseAsync();
        await DatabaseMigrator.MigrateAsync(_database);
        _membership = await NewTableAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        await _services.DisposeAsync();
    }

    [Fact]
    public async Task What_was_inserted_and_updated_is_read()
    {
        var entry = Entry(1, SiloStatus.Joining);
        Assert.True(await InsertAsync(entry));
        AssertSame(entry, await ReadAsync(entry));

        entry.Status = SiloStatus.Active;
        entry.SuspectTimes = [Tuple.Create(Entry(9, SiloStatus.Active).SiloAddress, s_started)];
        entry.IAmAliveTime = s_started.AddMinutes(1);
        Assert.True(await UpdateAsync(entry));

        AssertSame(entry, await ReadAsync(entry));
        var all = await Membership.ReadAllAsync(s_none);
        Assert.Equal(2, all.Version.Version);
        AssertSame(entry, Assert.Single(all.Members).Item1);
    }

    [Fact]
    public async Task The_version_is_read_before_there_is_a_member()
    {
        Assert.Equal(0, (await Membership.ReadAllAsync(s_none)).Version.Version);
        var row = await Membership.ReadRowAsync(Entry(1, SiloStatus.Active).SiloAddress, s_none);

        Assert.Empty(row.Members);
        Assert.Equal("0", row.Version.VersionEtag);
    }

    [Fact]
    public async Task From_an_old_view_nothing_changes()
    {
        var old = (await Membership.ReadAllAsync(s_none)).Version.Next();
        var entry = Entry(1, SiloStatus.Joining);
        Assert.True(await InsertAsync(entry));

        Assert.False(await Membership.InsertRowAsync(Entry(2, SiloStatus.Joining), old, s_none));
        Assert.False(await InsertAsync(entry)); // right version, known member
        Assert.False(await Membership.UpdateRowAsync(Entry(1, SiloStatus.Dead), old.VersionEtag, old, s_none));
        Assert.False(await UpdateAsync(Entry(3, SiloStatus.Dead))); // right version, unknown member

        var all = await Membership.ReadAllAsync(s_none);
        Assert.Equal(1, all.Version.Version);
        AssertSame(entry, Assert.Single(all.Members).Item1);
    }

    [Fact]
    public async Task Of_ten_changes_from_one_view_one_is_made()
    {
        var next = (await Membership.ReadAllAsync(s_none)).Version.Next();

        var made = await Task.WhenAll(Enumerable.Range(1, 10).Select(id => Task.Run(() => Membership.InsertRowAsync(Entry(id, SiloStatus.Joining), next, s_none))));

        Assert.Single(made, inserted => inserted);
        var all = await Membership.ReadAllAsync(s_none);
        Assert.Equal(1, all.Version.Version);
        Assert.Single(all.Members);
    }

    [Fact]
    public async Task A_heartbeat_changes_no_version_and_is_not_undone_by_an_older_view()
    {
        var entry = Entry(1, SiloStatus.Active);
        await InsertAsync(entry);
        var next = (await Membership.ReadAllAsync(s_none)).Version.Next();

        var beat = Entry(1, SiloStatus.Active);
        beat.IAmAliveTime = s_started.AddMinutes(5);
        await Membership.UpdateIAmAliveAsync(beat, s_none);
        Assert.True(await Membership.UpdateRowAsync(entry, next.VersionEtag, next, s_none));

        Assert.Equal(beat.IAmAliveTime, (await ReadAsync(entry)).IAmAliveTime);
    }

    [Fact]
    public async Task Clients_see_the_gateways_of_active_silos()
    {
        var active = Entry(1, SiloStatus.Active);
        active.ProxyPort = 30_001;
        var dead = Entry(2, SiloStatus.Dead);
        dead.ProxyPort = 30_002;
        foreach (var entry in new[] { active, dead, Entry(3, SiloStatus.Active) }) await InsertAsync(entry);
        var gateways = new AdoNetGatewayListProvider(
            NullLogger<AdoNetGatewayListProvider>.Instance, _services,
            Options.Create(new AdoNetClusteringClientOptions { Invariant = Invariant, DataSource = Database }), Options.Create(new GatewayOptions()), s_cluster);
        await gateways.InitializeGatewayListProvider();

        var found = await gateways.GetGateways();

        Assert.Equal([SiloAddress.New(IPAddress.Loopback, 30_001, 1).ToGatewayUri()], found);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Cleanup_removes_the_long_dead_and_nobody_else(bool rowByRow)
    {
        // Without its own key for single rows, Orleans runs the bulk statement instead.
        if (!rowByRow) await Database.RunAsync("DELETE FROM OrleansQuery WHERE QueryKey = 'CleanupDefunctSiloEntryKey'");
        var membership = await NewTableAsync();
        var limit = s_started.AddHours(1);
        var longDead = Entry(1, SiloStatus.Dead);
        var justDead = Entry(2, SiloStatus.Dead);
        justDead.IAmAliveTime = limit.AddSeconds(1);
        var quietButActive = Entry(3, SiloStatus.Active);
        var justSuspected = Entry(4, SiloStatus.Dead);
        foreach (var entry in new[] { longDead, justDead, quietButActive, justSuspected }) Assert.True(await InsertAsync(entry));
        justSuspected.SuspectTimes = [Tuple.Create(longDead.SiloAddress, limit.AddSeconds(1))];
        Assert.True(await UpdateAsync(justSuspected));

        await membership.CleanupDefunctSiloEntriesAsync(new DateTimeOffset(limit), s_none);

        var left = await Membership.ReadAllAsync(s_none);
        Assert.Equal([2, 3, 4], left.Members.Select(member => member.Item1.SiloAddress.Generation).Order());
        Assert.Equal(5, left.Version.Version);
    }

    [Fact]
    public async Task Two_clusters_in_one_database_are_kept_apart_and_can_be_deleted()
    {
        await InsertAsync(Entry(1, SiloStatus.Active));
        var other = await NewTableAsync("region-b");
        Assert.Empty((await other.ReadAllAsync(s_none)).Members);

        await Membership.DeleteMembershipTableEntriesAsync("region-a", s_none);

        Assert.Equal(0, await Database.ValueAsync<long>("SELECT count(*) FROM OrleansMembershipTable"));
        Assert.Equal(0, (await other.ReadAllAsync(s_none)).Version.Version);
    }

    private async Task<AdoNetClusteringTable> NewTableAsync(string? clusterId = null)
    {
        var table = new AdoNetClusteringTable(
            _services,
            clusterId is null ? s_cluster : Options.Create(new ClusterOptions { ClusterId = clusterId, ServiceId = "tests" }),
            Options.Create(new AdoNetClusteringSiloOptions { Invariant = Invariant, DataSource = Database }),
            NullLogger<AdoNetClusteringTable>.Instance);
        await table.InitializeMembershipTableAsync(true, s_none);
        return table;
    }

    private async Task<bool> InsertAsync(MembershipEntry entry) => await Membership.InsertRowAsync(entry, (await Membership.ReadAllAsync(s_none)).Version.Next(), s_none);

    private async Task<bool> UpdateAsync(MembershipEntry entry)
    {
        var next = (await Membership.ReadAllAsync(s_none)).Version.Next();
        return await Membership.UpdateRowAsync(entry, next.VersionEtag, next, s_none);
    }

    private async Task<MembershipEntry> ReadAsync(MembershipEntry entry) => Assert.Single((await Membership.ReadRowAsync(entry.SiloAddress, s_none)).Members).Item1;

    private static MembershipEntry Entry(int generation, SiloStatus status) => new()
    {
        SiloAddress = SiloAddress.New(IPAddress.Loopback, 11_111, generation),
        SiloName = $"silo-{generation}",
        HostName = "host",
        Status = status,
        StartTime = s_started,
        IAmAliveTime = s_started,
    };

    private static void AssertSame(MembershipEntry expected, MembershipEntry actual)
    {
        Assert.Equal(
            (expected.SiloAddress, expected.SiloName, expected.HostName, expected.Status, expected.ProxyPort, expected.StartTime, expected.IAmAliveTime),
            (actual.SiloAddress, actual.SiloName, actual.HostName, actual.Status, actual.ProxyPort, actual.StartTime, actual.IAmAliveTime));
        Assert.Equal(expected.SuspectTimes ?? [], actual.SuspectTimes ?? []);
    }
}
