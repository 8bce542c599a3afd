using System.Net;
using ActiveActive.Silo.Membership;
using ActiveActive.Tests.Unit.Watch;

namespace ActiveActive.Tests.Unit.Membership;

/// <summary>A silo's change of its own row, with rivals whose changes come first.</summary>
public sealed class PromptMembershipTableTests : IAsyncDisposable
{
    private static readonly SiloAddress s_rival = SiloAddress.New(IPAddress.Loopback, 2, 1);
    private static readonly DateTime s_now = new(2030, 1, 2, 3, 4, 5, DateTimeKind.Utc);

    private readonly FakeTable _table = new();
    private readonly FakeSilo _self = new();
    private readonly PromptMembershipTable _prompt;

    public PromptMembershipTableTests()
    {
        _prompt = new PromptMembershipTable(_table, _self, new Lazy<IClusterMembershipService>(() => _self.Membership), TimeProvider.System);
        _table.Rows.Add(Row(s_rival, SiloStatus.Joining));
    }

    [Fact]
    public async Task An_update_that_lost_is_made_on_the_row_as_it_is_now_and_the_view_after_it_is_read()
    {
        _table.Rows.Add(Row(_self.SiloAddress, SiloStatus.Joining));
        var rivals = 2;
        _table.OnChange = () =>
        {
            if (rivals-- > 0)
            {
                _table.ChangeBy(static table => (table.Rows[0].Status, table.Rows[1].SuspectTimes) = (SiloStatus.Active, [.. table.Rows[1].SuspectTimes!, Tuple.Create(s_rival, s_now)]));
            }
        };

        Assert.True(await Update(SiloStatus.Active));
        Assert.Equal([SiloStatus.Active, SiloStatus.Active], _table.Statuses);
        Assert.Equal(2, _table.Rows[1].SuspectTimes!.Count);
        Assert.Equal(s_now, _table.Rows[1].IAmAliveTime);
        Assert.Equal(4, _table.Version);
        Assert.Equal([4], _self.Membership.Refreshed);
    }

    [Fact]
    public async Task An_insert_that_lost_is_made_again()
    {
        Rival(static table => table.Rows[0].Status = SiloStatus.Active);

        Assert.True(await Insert());
        Assert.Equal([SiloStatus.Active, SiloStatus.Joining], _table.Statuses);
        Assert.Equal([3], _self.Membership.Refreshed);
    }

    [Fact]
    public async Task A_change_that_wins_at_once_reads_nothing()
    {
        _table.OnRead = static () => Assert.Fail("Read.");
        Assert.True(await _prompt.InsertRowAsync(Row(_self.SiloAddress, SiloStatus.Joining), new TableVersion(2, "")));
        Assert.Empty(_self.Membership.Refreshed);
    }

    [Theory]
    [InlineData(SiloStatus.Dead)]
    [InlineData(SiloStatus.Stopping)]
    public async Task A_silo_that_was_declared_dead_or_is_past_that_status_does_not_get_it(SiloStatus status)
    {
        _table.Rows.Add(Row(_self.SiloAddress, SiloStatus.Active));
        Rival(table => table.Rows[1].Status = status);

        Assert.False(await Update(SiloStatus.ShuttingDown));
        Assert.Equal(status, _table.Rows[1].Status);
    }

    [Fact]
    public async Task The_last_change_of_a_silo_that_stops_is_left_to_Orleans()
    {
        _table.Rows.Add(Row(_self.SiloAddress, SiloStatus.Stopping));
        Rival(static table => table.Rows[0].Status = SiloStatus.Active);

        Assert.False(await Update(SiloStatus.Dead));
        Assert.Equal(SiloStatus.Stopping, _table.Rows[1].Status);
        Assert.Empty(_self.Membership.Refreshed);
    }

    [Fact]
    public async Task A_row_that_has_gone_is_not_made_again()
    {
        _table.Rows.Add(Row(_self.SiloAddress, SiloStatus.Active));
        Rival(static table => table.Rows.RemoveAt(1));

        Assert.False(await Update(SiloStatus.ShuttingDown));
        Assert.Single(_table.Rows);
    }

    [Fact]
    public async Task A_row_that_is_there_already_is_not_inserted()
    {
        Rival(table => table.Rows.Add(Row(_self.SiloAddress, SiloStatus.Joining)));

        Assert.False(await Insert());
        Assert.Equal(2, _table.Version);
    }

    [Fact]
    public async Task A_change_of_another_silos_row_is_its_callers_affair()
    {
        Rival(static table => table.Rows[0].IAmAliveTime = s_now);

        Assert.False(await Change(s_rival, SiloStatus.Dead));
        Assert.Equal([SiloStatus.Joining], _table.Statuses);
    }

    [Fact]
    public async Task After_so_many_losses_Orleans_goes_on()
    {
        var changes = 0;
        _table.OnChange = () =>
        {
            changes++;
            _table.ChangeBy(static _ => { });
        };

        Assert.False(await Insert());
        Assert.Equal(1 + PromptMembershipTable.Attempts, changes);
    }

    public ValueTask DisposeAsync() => _self.DisposeAsync();

    private static MembershipEntry Row(SiloAddress silo, SiloStatus status) => new() { SiloAddress = silo, Status = status, SuspectTimes = [] };

    // One change that comes between this silo's read and its change.
    private void Rival(Action<FakeTable> change) => _table.OnChange = () =>
    {
        _table.OnChange = null;
        _table.ChangeBy(change);
    };

    private Task<bool> Update(SiloStatus status) => Change(_self.SiloAddress, status);

    private async Task<bool> Change(SiloAddress silo, SiloStatus status)
    {
        var found = await _prompt.ReadAllAsync();
        var (row, tag) = found.TryGet(silo)!;
        (row.Status, row.IAmAliveTime) = (status, s_now);
        return await _prompt.UpdateRowAsync(row, tag, found.Version.Next());
    }

    private async Task<bool> Insert() => await _prompt.InsertRowAsync(Row(_self.SiloAddress, SiloStatus.Joining), (await _prompt.ReadAllAsync()).Version.Next());
}
