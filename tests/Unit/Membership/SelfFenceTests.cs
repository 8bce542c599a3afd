using System.Net;
using ActiveActive.Silo.Membership.Fencing;
using Microsoft.Extensions.Time.Testing;

namespace ActiveActive.Tests.Unit.Membership;

public sealed class SelfFenceTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(2);
    private static readonly SiloAddress[] Peers = [.. Enumerable.Range(1, 6).Select(static port => SiloAddress.New(new IPEndPoint(IPAddress.Loopback, port), 1))];

    private readonly FakeTimeProvider _time = new();
    private readonly SelfFence _fence;

    public SelfFenceTests() => _fence = new SelfFence(Limit, _time);

    [Fact]
    public void Before_the_silo_has_joined_the_fence_is_open()
    {
        _time.Advance(TimeSpan.FromHours(1));
        Assert.True(_fence.IsOpen);
        Assert.False(_fence.NeedsDatabase);
    }

    // A majority of all members, with this silo counted: so many of the others must confirm.
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(3, 2)]
    [InlineData(4, 2)]
    [InlineData(5, 3)]
    [InlineData(6, 3)]
    public void A_majority_keeps_it_open(int others, int needed)
    {
        Begin(others);
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.False(_fence.IsOpen);
        for (var i = 0; i < others; i++)
        {
            Assert.Equal(i >= needed, _fence.IsOpen);
            _fence.Confirm(Peers[i], Now);
        }

        Assert.True(_fence.IsOpen);
        _time.Advance(Limit);
        Assert.True(_fence.IsOpen);
        _time.Advance(TimeSpan.FromTicks(1));
        Assert.False(_fence.IsOpen);
    }

    [Fact]
    public void A_confirmation_counts_from_when_it_was_asked_for()
    {
        Begin(2);
        var asked = Now;
        _time.Advance(TimeSpan.FromMilliseconds(1500));
        _fence.Confirm(Peers[0], asked); // the silo was frozen between question and answer
        Assert.False(_fence.IsOpen);
        _fence.Confirm(Peers[0], Now);
        Assert.True(_fence.IsOpen);
        _fence.Confirm(Peers[0], asked); // late news
        Assert.True(_fence.IsOpen);
    }

    [Fact]
    public void Confirmations_of_strangers_and_former_members_do_not_count()
    {
        Begin(2);
        _time.Advance(TimeSpan.FromSeconds(2));
        _fence.Confirm(Peers[5], Now);
        Assert.False(_fence.IsOpen);
        _fence.Confirm(Peers[0], Now);
        Assert.True(_fence.IsOpen);
        _fence.SetMembers([Peers[1], Peers[2]]);
        Assert.False(_fence.IsOpen);
    }

    [Fact]
    public void The_database_is_asked_in_time_and_only_when_the_others_do_not_confirm()
    {
        Begin(1);
        _fence.Confirm(Peers[0], Now);
        Assert.False(_fence.NeedsDatabase);
        _time.Advance(TimeSpan.FromMilliseconds(501));
        Assert.True(_fence.IsOpen && _fence.NeedsDatabase);
        _fence.Confirm(Peers[0], Now);
        Assert.False(_fence.NeedsDatabase);
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.True(!_fence.IsOpen && _fence.NeedsDatabase);
    }

    /// <summary>Cut off from the others, it is asked and can ask the database; they may declare it dead at any time, and go on at once.</summary>
    [Fact]
    public async Task The_databases_word_lets_out_what_waited_when_it_was_asked_and_nothing_later()
    {
        Begin(2);
        _time.Advance(TimeSpan.FromSeconds(2));
        var asked = Now;
        _time.Advance(TimeSpan.FromMilliseconds(1));
        var early = _fence.WaitUntilOpen(Wait);
        _fence.ConfirmByDatabase(asked);
        Assert.False(early.IsCompleted);
        Assert.True(!_fence.IsOpen && _fence.NeedsDatabase);

        _time.Advance(TimeSpan.FromMilliseconds(1));
        _fence.ConfirmByDatabase(Now);
        await early;
        _time.Advance(TimeSpan.FromMilliseconds(1));
        var late = _fence.WaitUntilOpen(Wait);
        Assert.False(late.IsCompleted);
        Assert.True(!_fence.IsOpen && _fence.NeedsDatabase);
        _fence.Shut();
        await Assert.ThrowsAsync<OutcomeUnknownException>(() => late);
    }

    [Fact]
    public void Alone_it_confirms_itself_until_it_notices_a_pause()
    {
        Begin(0);
        for (var i = 0; i < 50; i++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(200));
            Assert.True(_fence.IsOpen);
            _fence.Tick();
        }

        Assert.False(_fence.NeedsDatabase);
        _time.Advance(TimeSpan.FromSeconds(3));
        Assert.False(_fence.IsOpen);
        var asked = Now - 1; // before the pause was noticed
        _fence.Tick();
        Assert.True(!_fence.IsOpen && _fence.NeedsDatabase);
        _fence.ConfirmByDatabase(asked - _time.TimestampFrequency);
        _fence.Tick();
        Assert.True(_fence.NeedsDatabase);
        _fence.ConfirmByDatabase(Now);
        Assert.True(_fence.IsOpen && !_fence.NeedsDatabase);
        _time.Advance(TimeSpan.FromMilliseconds(900));
        _fence.Tick();
        _time.Advance(TimeSpan.FromMilliseconds(900));
        Assert.True(_fence.IsOpen);
    }

    [Fact]
    public void A_pause_is_remembered_when_the_others_leave_before_anybody_confirmed()
    {
        Begin(2);
        _time.Advance(TimeSpan.FromSeconds(3));
        _fence.Tick();
        _fence.SetMembers([]);
        Assert.False(_fence.IsOpen);
        Assert.True(_fence.NeedsDatabase);
        _fence.ConfirmByDatabase(Now);
        Assert.True(_fence.IsOpen);
    }

    [Fact]
    public async Task An_answer_waits_for_the_next_confirmation()
    {
        Begin(2);
        _time.Advance(TimeSpan.FromSeconds(2));
        var waiting = _fence.WaitUntilOpen(Wait);
        Assert.False(waiting.IsCompleted);
        _fence.Confirm(Peers[1], Now);
        await waiting;
    }

    [Fact]
    public async Task An_answer_that_waited_too_long_sends_its_caller_elsewhere_with_the_same_id()
    {
        Begin(2);
        _time.Advance(TimeSpan.FromSeconds(2));
        var waiting = _fence.WaitUntilOpen(Wait);
        _time.Advance(Wait);
        var error = await Assert.ThrowsAsync<OutcomeUnknownException>(() => waiting);
        Assert.Equal(Advice.RetrySameId, error.Advice);
    }

    [Fact]
    public async Task Declared_dead_nothing_opens_it_again()
    {
        Begin(2);
        _time.Advance(TimeSpan.FromSeconds(2));
        var waiting = _fence.WaitUntilOpen(Wait);
        _fence.Shut();
        await Assert.ThrowsAsync<OutcomeUnknownException>(() => waiting);
        _fence.Confirm(Peers[0], Now);
        _fence.Confirm(Peers[1], Now);
        _fence.ConfirmByDatabase(Now);
        _fence.Tick();
        Assert.True(!_fence.IsOpen && _fence.IsShut && !_fence.NeedsDatabase);
        await Assert.ThrowsAsync<OutcomeUnknownException>(() => _fence.WaitUntilOpen(Wait));
    }

    [Fact]
    public async Task Shut_before_it_began_it_is_shut()
    {
        _fence.Shut();
        Begin(0);
        Assert.False(_fence.IsOpen);
        await Assert.ThrowsAsync<OutcomeUnknownException>(() => _fence.WaitUntilOpen(Wait));
    }

    private long Now => _time.GetTimestamp();

    private void Begin(int others)
    {
        _fence.SetMembers(Peers[..others]);
        _fence.Begin(Now);
    }
}
