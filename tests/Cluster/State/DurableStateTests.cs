using ActiveActive.Tests.Cluster.State.Grains;
using ActiveActive.Tests.Support;
using static ActiveActive.Tests.Support.Stamped;

namespace ActiveActive.Tests.Cluster.State;

/// <summary>What <c>IDurableState</c> promises, on one silo.</summary>
public sealed class DurableStateTests(PostgresFixture postgres) : IAsyncLifetime
{
    private static readonly long[] OneAndEleven = [1, 11];
    private RegionCluster _region = null!;

    public async ValueTask InitializeAsync() => _region = await RegionCluster.Start(await postgres.NewDatabase());

    public ValueTask DisposeAsync() => _region.DisposeAsync();

    [Fact]
    public async Task An_acknowledged_update_survives_its_activation()
    {
        var tally = Tally("a");
        Assert.Equal(5, await tally.Add(5));
        await tally.Deactivate();
        await Eventually.Holds(async () => await tally.Read() is { Sum: 5, Version: 1, Exists: true }, "the new activation reads the row");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_repeated_request_gets_the_stored_reply(int secondAttempt)
    {
        var (tally, id) = (Tally("repeat" + secondAttempt), NewId());
        Assert.Equal(5, await Call(id, 1, () => tally.Add(5)));
        await tally.Add(10);
        Assert.Equal(5, await Call(id, secondAttempt, () => tally.Add(5)));
        Assert.Equal(15, (await tally.Read()).Sum);
    }

    [Fact]
    public async Task The_same_request_twice_at_the_same_time_is_one()
    {
        var (tally, id) = (Tally("twins"), NewId());
        var replies = await Task.WhenAll(Enumerable.Range(1, 20).Select(attempt => Call(id, attempt, () => tally.Add(5))));
        Assert.All(replies, reply => Assert.Equal(5, reply));
        Assert.Equal(5, (await tally.Read()).Sum);
    }

    [Fact]
    public async Task Two_updates_in_one_call_are_two_effects()
    {
        var (tally, id) = (Tally("two"), NewId());
        Assert.Equal(OneAndEleven, await Call(id, 1, () => tally.AddTwice(1, 10)));
        Assert.Equal(OneAndEleven, await Call(id, 2, () => tally.AddTwice(1, 10)));
        Assert.Equal(11, (await tally.Read()).Sum);
    }

    [Fact]
    public async Task A_retry_goes_on_where_the_first_attempt_broke_off()
    {
        var (tally, id) = (Tally("half"), NewId());
        await Assert.ThrowsAsync<InvalidOperationException>(() => Call(id, 1, () => tally.AddFailAdd(1, 10, failBetween: true)));
        Assert.Equal(OneAndEleven, await Call(id, 2, () => tally.AddFailAdd(1, 10, failBetween: false)));
        Assert.Equal(11, (await tally.Read()).Sum);
    }

    [Fact]
    public async Task Updates_started_together_in_one_call_are_told_apart()
    {
        var (tally, id) = (Tally("together"), NewId());
        await Call(id, 1, () => tally.AddTogether(7));
        await Call(id, 2, () => tally.AddTogether(7));
        Assert.Equal(7, (await tally.Read()).Sum);
    }

    [Fact]
    public async Task Nested_calls_and_fan_out_are_applied_once()
    {
        var (tally, id) = (Tally("root"), NewId());
        string[] others = ["leaf-1", "leaf-2", "leaf-3"];
        await Call(id, 1, () => tally.AddToOthers(others, 4));
        await Call(id, 2, () => tally.AddToOthers([.. others.Reverse()], 4));
        foreach (var key in others.Append("root"))
        {
            Assert.Equal(4, (await Tally(key).Read()).Sum);
        }
    }

    [Fact]
    public async Task Two_calls_to_the_same_grain_in_a_fan_out_both_count_and_neither_twice()
    {
        var (tally, id) = (Tally("fan"), NewId());
        await Call(id, 1, () => tally.AddToOtherTwice("fan-leaf", 4));
        await Call(id, 2, () => tally.AddToOtherTwice("fan-leaf", 4));
        Assert.Equal(8, (await Tally("fan-leaf").Read()).Sum);
    }

    [Fact]
    public async Task Every_tick_of_a_timer_is_a_request_of_its_own()
    {
        var (tally, id) = (Tally("timer"), NewId());
        await Call(id, 1, tally.StartTimer);
        await Eventually.Holds(async () => (await tally.Read()).Ticks >= 3, "three ticks are counted");
    }

    [Fact]
    public async Task A_reminder_tick_fired_twice_counts_once_and_the_next_one_counts()
    {
        var tally = _region.Grains.GetGrain<IRemindable>(Tally("reminder").GetGrainId());
        var first = DateTime.UtcNow;
        var minute = TimeSpan.FromMinutes(1);
        await tally.ReceiveReminder("r", new TickStatus(first, minute, first.AddMilliseconds(20)));
        await tally.ReceiveReminder("r", new TickStatus(first, minute, first.AddSeconds(31)));
        Assert.Equal(1, (await Tally("reminder").Read()).Ticks);
        await tally.ReceiveReminder("other", new TickStatus(first, minute, first.AddMilliseconds(20)));
        await tally.ReceiveReminder("r", new TickStatus(first - minute, minute, first.AddMilliseconds(-minute.TotalMilliseconds + 5)));
        Assert.Equal(3, (await Tally("reminder").Read()).Ticks);
    }

    [Fact]
    public async Task An_activation_has_ids_of_its_own_and_leaves_the_callers_alone()
    {
        var (tally, id) = (Tally("activates"), NewId());
        Assert.Equal(5, await Call(id, 1, () => tally.Add(5)));
        await tally.Deactivate();
        await Eventually.Holds(async () => (await tally.Read()).Activations == 2, "the second activation made its own update");

        // Again under the first caller's id: the call is a duplicate, the activation is not.
        await tally.Deactivate();
        await Eventually.Holds(
            async () => await Call(id, 2, () => tally.Add(5)) == 5 && (await tally.Read()).Activations == 3,
            "the third activation made its own update under a repeated call");
        Assert.Equal(5, (await tally.Read()).Sum);
    }

    [Fact]
    public async Task A_hot_grain_writes_many_updates_as_one_row()
    {
        var tally = Tally("hot");
        var replies = await Task.WhenAll(Enumerable.Range(0, 300).Select(_ => tally.Add(1)));
        Assert.Equal(Enumerable.Range(1, 300).Select(value => (long)value), replies.Order());
        var read = await tally.Read();
        Assert.Equal(300, read.Sum);
        Assert.InRange(read.Version, 1, 150);
    }

    [Fact]
    public async Task In_a_shared_write_one_refusal_does_not_touch_the_others()
    {
        var tally = Tally("mixed");
        await tally.Add(10);
        var calls = Enumerable.Range(0, 40).Select(i => i % 2 == 0 ? tally.Take(1) : tally.Take(1000)).ToList();
        await Task.WhenAll(calls).ContinueWith(_ => { }, TaskScheduler.Default);
        Assert.Equal(10, calls.Count(call => call.IsCompletedSuccessfully));
        Assert.All(calls.Where(call => call.IsFaulted), call => Assert.IsType<RefusedException>(call.Exception!.InnerException));
        Assert.Equal(0, (await tally.Read()).Sum);
    }

    [Fact]
    public async Task A_refused_call_may_succeed_later_under_its_id_but_a_keyed_one_stays_refused()
    {
        var (tally, ordinary, keyed) = (Tally("refused"), NewId(), NewId());
        await Assert.ThrowsAsync<RefusedException>(() => Call(ordinary, 1, () => tally.Take(5)));
        var refusal = await Assert.ThrowsAsync<RefusedException>(() => Call(keyed, 1, () => tally.Take(5), CallKind.Keyed));
        Assert.True(refusal.IsRecorded);
        await tally.Add(10);
        Assert.Equal(5, await Call(ordinary, 2, () => tally.Take(5)));
        var again = await Assert.ThrowsAsync<RefusedException>(() => Call(keyed, 2, () => tally.Take(5), CallKind.Keyed));
        Assert.Equal(("too-little", "There are 0."), (again.Code, again.Message));
        Assert.Equal(5, (await tally.Read()).Sum);
    }

    [Fact]
    public async Task A_refusal_of_a_retry_binds_the_first_attempt_that_comes_late()
    {
        var (tally, id) = (Tally("bound"), NewId());
        await Assert.ThrowsAsync<RefusedException>(() => Call(id, 2, () => tally.Take(5)));
        await tally.Add(10);
        await Assert.ThrowsAsync<RefusedException>(() => Call(id, 1, () => tally.Take(5)));
        Assert.Equal(10, (await tally.Read()).Sum);
    }

    [Fact]
    public async Task An_id_shaped_like_a_sends_is_not_accepted_from_a_caller()
    {
        var (tally, id) = (Tally("shaped"), NewId().DeriveSend("x", "y", 0));
        await Assert.ThrowsAsync<RequestExpiredException>(() => Call(id, 1, () => tally.Add(5)));
        Assert.False((await tally.Read()).Exists);
    }

    [Fact]
    public async Task A_keyed_call_that_changes_nothing_gets_the_same_answer_again()
    {
        var (tally, id) = (Tally("kept"), NewId());
        Assert.Equal(0, await Call(id, 1, tally.Keep, CallKind.Keyed));
        await tally.Add(3);
        Assert.Equal(0, await Call(id, 2, tally.Keep, CallKind.Keyed));
        Assert.Equal(3, await tally.Keep());
    }

    [Fact]
    public async Task Ids_too_old_or_from_the_future_are_refused_and_change_nothing()
    {
        var tally = Tally("times");
        var now = DateTimeOffset.UtcNow;
        await Assert.ThrowsAsync<RequestExpiredException>(() => Call(RequestId.New(now.AddMinutes(-61)), 1, () => tally.Add(1)));
        await Assert.ThrowsAsync<RequestFromFutureException>(() => Call(RequestId.New(now.AddMinutes(2)), 1, () => tally.Add(1)));
        Assert.Equal(1, await Call(RequestId.New(now.AddMinutes(-59)), 1, () => tally.Add(1)));
        Assert.Equal(2, await Call(RequestId.New(now.AddSeconds(55)), 1, () => tally.Add(1)));
        Assert.Equal(2, (await tally.Read()).Sum);
    }

    [Fact]
    public async Task Effects_on_both_sides_of_a_partition_border_are_remembered()
    {
        var tally = Tally("border");
        var border = DateTimeOffset.FromUnixTimeMilliseconds(await _region.Scalar<long>(
            "select max(split_part(relname, '_', 3)::bigint) filter (where split_part(relname, '_', 3)::bigint < extract(epoch from now()) * 1000) from pg_class where relname ~ '^effect_[0-9]+_[0-9]+$'"));
        RequestId[] ids = [RequestId.New(border.AddMilliseconds(-1)), RequestId.New(border), RequestId.New(border.AddMilliseconds(1))];
        foreach (var id in ids.Concat(ids))
        {
            await Call(id, 1, () => tally.Add(1));
        }

        Assert.Equal(3, (await tally.Read()).Sum);
        Assert.Equal(2, await _region.Scalar<long>("select count(distinct tableoid) from activeactive.effect"));
    }

    [Fact]
    public async Task A_deleted_state_is_gone_but_its_version_goes_on()
    {
        var tally = Tally("deleted");
        await tally.Add(1);
        await tally.Delete();
        Assert.Equal((0, 2, false), (await tally.Read()) is var read ? (read.Sum, read.Version, read.Exists) : default);
        Assert.Equal(7, await tally.Add(7));
        Assert.Equal(3, (await tally.Read()).Version);
    }

    [Theory]
    [InlineData("update in update", typeof(InvalidOperationException))]
    [InlineData("call in update", typeof(InvalidOperationException))]
    [InlineData("off the scheduler", typeof(InvalidOperationException))]
    [InlineData("null change", typeof(InvalidOperationException))]
    [InlineData("send to a plain grain", typeof(ExactlyOnceException))]
    [InlineData("send nothing", typeof(ExactlyOnceException))]
    [InlineData("send two", typeof(ExactlyOnceException))]
    public async Task Misuse_is_told_clearly_and_changes_nothing(string how, Type error)
    {
        var tally = Tally("misuse " + how);
        var told = await Assert.ThrowsAsync(error, () => tally.Misuse(how));
        Assert.NotEmpty(told.Message);
        Assert.False((await tally.Read()).Exists);
        Assert.Equal(1, await tally.Add(1));
    }

    private ITallyGrain Tally(string key) => _region.Grains.GetGrain<ITallyGrain>(key);
}
