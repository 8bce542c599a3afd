using ActiveActive.Client;
using ActiveActive.Client.Calls;
using Orleans.CodeGeneration;

namespace ActiveActive.Tests.Unit.Client;

/// <summary>A client's calls.</summary>
public class RetryingCallerTests
{
    private readonly bool _isFiltered;
    private readonly FakeGrain _grain;

    public RetryingCallerTests()
        : this(isFiltered: false)
    {
    }

    private protected RetryingCallerTests(bool isFiltered) => _grain = new FakeGrain { IsFiltered = _isFiltered = isFiltered };

    private IFakeExactlyOnceGrain Reference => _grain.As<IFakeExactlyOnceGrain>();

    [Fact]
    public async Task A_call_that_succeeds_is_made_once_with_a_fresh_id_by_the_databases_clock()
    {
        var result = await _grain.Answers(5L).As<IFakeExactlyOnceGrain>().Add(2);

        Assert.Equal(5, result);
        var attempt = Assert.Single(_grain.Attempts);
        Assert.Equal(_grain.DatabaseNow, attempt.Stamp!.Id.Timestamp);
        Assert.Equal(1, attempt.Stamp.Attempt);
        Assert.Equal(CallKind.Ordinary, attempt.Stamp.Kind);
    }

    [Fact]
    public async Task A_read_that_is_answered_at_once_needs_no_id_and_gets_one_when_it_is_retried()
    {
        var read = _grain.Answers(3L).Fails(new SiloUnavailableException("dead")).Answers(4L).As<IFakeOrdinaryGrain>();
        Assert.Equal(3, await read.Read());
        var call = read.Read();
        await _grain.Finish(call);

        Assert.Equal(4, await call);
        Assert.Equal([null, null, 2], _grain.Attempts.Select(static attempt => attempt.Stamp?.Attempt));
    }

    [Fact]
    public async Task A_read_that_is_part_of_something_carries_its_id()
    {
        using var scope = CallScope.Begin(RequestId.New(_grain.DatabaseNow), attempt: 3);
        Assert.Equal(3, await _grain.Answers(3L).As<IFakeOrdinaryGrain>().Read());

        Assert.Equal(3, Assert.Single(_grain.Attempts).Stamp!.Attempt);
    }

    [Fact]
    public async Task What_the_caller_has_in_its_flow_is_there_after_a_retry()
    {
        var mine = new AsyncLocal<string> { Value = "mine" };
        var seen = new List<string?>();
        var call = _grain.Does(attempt => Fail(mine.Value)).Does(attempt => Answer(mine.Value)).As<IFakeExactlyOnceGrain>().Add(1);
        await _grain.Finish(call);

        Assert.Equal(7, await call);
        Assert.Equal(["mine", "mine"], seen);

        Task<object?> Fail(string? value)
        {
            seen.Add(value);
            return Task.FromException<object?>(new SiloUnavailableException("dead"));
        }

        Task<object?> Answer(string? value)
        {
            seen.Add(value);
            return Task.FromResult<object?>(7L);
        }
    }

    [Fact]
    public async Task The_stamp_does_not_leak_into_the_callers_context()
    {
        await _grain.Answers(5L).As<IFakeExactlyOnceGrain>().Add(2);

        Assert.Null(RequestContext.Get(CallStamp.Key));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_stamp_does_not_leak_into_a_context_that_does_not_flow(bool isPartOfACall)
    {
        var (former, stamp) = (isPartOfACall ? CallStamp.New(DateTimeOffset.UtcNow).ToContext() : null, CallStamp.New(DateTimeOffset.UtcNow));
        var request = new FakeRequest(typeof(IFakeExactlyOnceGrain).GetMethod(nameof(IFakeExactlyOnceGrain.Add))!, [2L], CancellationToken.None);
        if (former is not null)
        {
            RequestContext.Set(CallStamp.Key, former);
        }

        ValueTask<object?> call;
        object? left;
        using (ExecutionContext.SuppressFlow())
        {
            call = new OutgoingRequest(_grain.Answers(5L), null!, request, InvokeMethodOptions.None, _grain.Id, _grain).Send<object?>(stamp, hasNoResult: false);
            left = RequestContext.Get(CallStamp.Key);
        }

        Assert.Equal(5L, await call);
        Assert.Equal(stamp, Assert.Single(_grain.Attempts).Stamp);
        Assert.Equal(former, left);
    }

    [Fact]
    public async Task A_retry_is_a_new_call_with_the_same_arguments_the_same_id_and_the_next_attempt_number()
    {
        var call = _grain.Fails(new SiloUnavailableException("dead")).Fails(new OutcomeUnknownException("lost")).Answers(5L).As<IFakeExactlyOnceGrain>().Add(2);
        var took = await _grain.Finish(call);

        Assert.Equal(5, await call);
        Assert.Equal([1, 2, 3], _grain.Attempts.Select(static attempt => attempt.Stamp!.Attempt));
        Assert.Single(_grain.Attempts.Select(static attempt => attempt.Stamp!.Id).Distinct());
        Assert.All(_grain.Attempts, static attempt => Assert.Equal(2L, attempt.Arguments[0]));
        Assert.InRange(took, TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task All_shapes_of_methods_get_their_result_from_a_retry()
    {
        var lost = new TimeoutException();
        foreach (var _ in Enumerable.Range(0, 5))
        {
            _grain.Fails(lost).Answers("answer");
        }

        var text = Reference.Name("x").AsTask();
        await _grain.Finish(text);
        Assert.Equal("answer", await text);

        var echo = Reference.Echo("y");
        await _grain.Finish(echo);
        Assert.Equal("answer", await echo);

        await _grain.Finish(Reference.Touch());
        await _grain.Finish(Reference.Poke().AsTask());
        Assert.Equal(8, _grain.Attempts.Count);
    }

    [Fact]
    public async Task An_attempt_without_an_answer_is_followed_by_another_after_the_attempt_timeout()
    {
        var call = _grain.Hangs().Answers(5L).As<IFakeExactlyOnceGrain>().Add(2);
        await _grain.Finish(call);

        Assert.Equal(5, await call);
        var times = _grain.Attempts.Select(static attempt => attempt.At).ToArray();
        Assert.InRange(times[1] - times[0], _grain.Options.AttemptTimeout, _grain.Options.AttemptTimeout + TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task The_late_answer_of_an_attempt_that_was_given_up_is_taken()
    {
        var call = _grain.Hangs(out var first).Hangs().As<IFakeExactlyOnceGrain>().Add(2);
        while (_grain.Attempts.Count < 2)
        {
            await FakeGrain.Settle();
            _grain.Time.Advance(TimeSpan.FromMilliseconds(50));
        }

        first.SetResult(7L);

        Assert.Equal(7, await call.WaitAsync(TimeSpan.FromSeconds(10)));
        Assert.Equal(2, _grain.Attempts.Count);
    }

    [Fact]
    public async Task The_late_failure_of_an_attempt_that_was_given_up_is_ignored()
    {
        var call = _grain.Hangs(out var first).Hangs(out var second).As<IFakeExactlyOnceGrain>().Add(2);
        while (_grain.Attempts.Count < 2)
        {
            await FakeGrain.Settle();
            _grain.Time.Advance(TimeSpan.FromMilliseconds(50));
        }

        first.SetException(new SiloUnavailableException("dead"));
        await FakeGrain.Settle();
        second.SetResult(7L);

        Assert.Equal(7, await call.WaitAsync(TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public async Task A_refusal_is_an_answer()
    {
        var call = _grain.Fails(new RefusedException("insufficient-funds", "no")).As<IFakeExactlyOnceGrain>().Add(2);

        var refusal = await Assert.ThrowsAsync<RefusedException>(() => call);
        Assert.Equal("insufficient-funds", refusal.Code);
        Assert.Single(_grain.Attempts);
    }

    [Fact]
    public async Task A_refusal_at_a_retry_is_an_answer()
    {
        var call = _grain.Fails(new TimeoutException()).Fails(new RefusedException("insufficient-funds", "no")).As<IFakeExactlyOnceGrain>().Add(2);
        await _grain.Finish(call);

        await Assert.ThrowsAsync<RefusedException>(() => call);
        Assert.Equal(2, _grain.Attempts.Count);
    }

    [Fact]
    public async Task The_deadline_ends_a_write_of_unknown_outcome_with_that_word()
    {
        var call = _grain.Hangs().AlwaysFails(static () => new StorageUnavailableException("down")).As<IFakeExactlyOnceGrain>().Add(2);
        var took = await _grain.Finish(call);

        var error = await Assert.ThrowsAsync<OutcomeUnknownException>(() => call);
        Assert.IsType<StorageUnavailableException>(error.InnerException);
        Assert.Contains(_grain.Attempts.First().Stamp!.Id.ToString(), error.Message, StringComparison.Ordinal);

        // The fake clock is advanced in steps, also while the machine is too busy to let the call see that its time is over.
        Assert.InRange(took, _grain.Options.Deadline - _grain.Options.MaxDelay - TimeSpan.FromSeconds(1), _grain.Options.Deadline + TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task The_deadline_ends_a_write_of_which_nothing_happened_with_its_last_error()
    {
        var call = _grain.AlwaysFails(static () => new StorageUnavailableException("down")).As<IFakeExactlyOnceGrain>().Add(2);
        await _grain.Finish(call);

        await Assert.ThrowsAsync<StorageUnavailableException>(() => call);
        Assert.True(_grain.Attempts.Count > 10);
    }

    [Fact]
    public async Task The_deadline_ends_a_read_with_its_last_error()
    {
        _grain.Hangs();
        var call = _grain.AlwaysFails(static () => new SiloUnavailableException("dead")).As<IFakeExactlyOnceGrain>().Read();
        await _grain.Finish(call);

        await Assert.ThrowsAsync<SiloUnavailableException>(() => call);
    }

    [Fact]
    public async Task The_deadline_ends_a_write_that_is_never_answered()
    {
        for (var i = 0; i < 100; i++)
        {
            _grain.Hangs();
        }

        var call = _grain.As<IFakeExactlyOnceGrain>().Add(2);
        var took = await _grain.Finish(call);

        await Assert.ThrowsAsync<OutcomeUnknownException>(() => call);
        Assert.InRange(took, _grain.Options.Deadline, _grain.Options.Deadline + TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task An_ordinary_method_is_not_made_again_after_an_unknown_outcome()
    {
        var call = _grain.Fails(new SiloUnavailableException("dead")).As<IFakeOrdinaryGrain>().Send(1);

        await Assert.ThrowsAsync<SiloUnavailableException>(() => call);
        Assert.Single(_grain.Attempts);
    }

    [Fact]
    public async Task An_ordinary_method_is_made_again_when_it_never_started()
    {
        var call = _grain.Fails(new GatewayTooBusyException("busy")).Answers(3L).As<IFakeOrdinaryGrain>().Send(1);
        await _grain.Finish(call);

        Assert.Equal(3, await call);
        Assert.Equal(2, _grain.Attempts.Count);
    }

    [Fact]
    public async Task An_ordinary_method_may_take_longer_than_an_attempt()
    {
        var call = _grain.Hangs(out var answer).As<IFakeOrdinaryGrain>().Send(1);
        _grain.Time.Advance(_grain.Options.AttemptTimeout * 3);
        await FakeGrain.Settle();
        answer.SetResult(3L);

        Assert.Equal(3, await call.WaitAsync(TimeSpan.FromSeconds(10)));
        Assert.Single(_grain.Attempts);
    }

    [Fact]
    public async Task A_read_of_an_ordinary_interface_is_made_again()
    {
        var call = _grain.Fails(new TimeoutException()).Answers(3L).As<IFakeOrdinaryGrain>().Read();
        await _grain.Finish(call);

        Assert.Equal(3, await call);
    }

    [Fact]
    public async Task A_one_way_method_is_stamped_and_never_made_again()
    {
        await Assert.ThrowsAsync<TimeoutException>(() => _grain.Fails(new TimeoutException()).As<IFakeExactlyOnceGrain>().Fire());

        Assert.NotNull(Assert.Single(_grain.Attempts).Stamp);
    }

    [Fact]
    public async Task A_scope_gives_the_id_the_attempt_and_the_kind()
    {
        var id = RequestId.New(_grain.DatabaseNow);
        using (CallScope.Begin(id, attempt: 3, CallKind.Keyed))
        {
            var call = _grain.Fails(new TimeoutException()).Answers(5L).As<IFakeExactlyOnceGrain>().Add(2);
            await _grain.Finish(call);
        }

        using var expected = CallScope.Begin(id, attempt: 3, CallKind.Keyed);
        var stamp = expected.NextCall(_grain.Id, "IFakeExactlyOnceGrain.Add");
        Assert.All(_grain.Attempts, attempt => Assert.Equal(stamp, attempt.Stamp));
    }

    [Fact]
    public async Task Two_calls_of_a_scope_have_different_ids()
    {
        using var scope = CallScope.Begin(RequestId.New(_grain.DatabaseNow));
        await _grain.Answers(1L).As<IFakeExactlyOnceGrain>().Add(1);
        await _grain.Answers(2L).As<IFakeExactlyOnceGrain>().Add(1);

        Assert.Equal(2, _grain.Attempts.Select(static attempt => attempt.Stamp!.Id).Distinct().Count());
    }

    [Fact]
    public async Task The_caller_can_end_a_call_between_attempts_and_gets_no_other_error()
    {
        using var cancellation = new CancellationTokenSource();
        var call = _grain.AlwaysFails(static () => new TimeoutException()).As<IFakeExactlyOnceGrain>().Add(2, cancellation.Token);
        await FakeGrain.Settle();
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.WaitAsync(TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public async Task The_caller_can_end_a_call_while_an_attempt_hangs()
    {
        using var cancellation = new CancellationTokenSource();
        var call = _grain.Hangs().As<IFakeExactlyOnceGrain>().Add(2, cancellation.Token);
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.WaitAsync(TimeSpan.FromSeconds(10)));
        Assert.Single(_grain.Attempts);
    }

    [Fact]
    public async Task The_cancellation_token_is_passed_on_to_each_attempt()
    {
        using var cancellation = new CancellationTokenSource();
        var call = _grain.Fails(new TimeoutException()).Answers(1L).As<IFakeExactlyOnceGrain>().Add(2, cancellation.Token);
        await _grain.Finish(call);

        Assert.All(_grain.Attempts, attempt => Assert.Equal(cancellation.Token, attempt.Arguments[1]));
    }

    [Fact]
    public async Task A_methods_own_response_timeout_bounds_its_attempts()
    {
        var grain = new FakeGrain { IsFiltered = _isFiltered, ResponseTimeout = TimeSpan.FromSeconds(10) };
        var call = grain.Hangs().Answers(5L).As<IFakeExactlyOnceGrain>().Add(2);
        await grain.Finish(call);

        var times = grain.Attempts.Select(static attempt => attempt.At).ToArray();
        Assert.InRange(times[1] - times[0], TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(11));
    }

    [Fact]
    public async Task An_ordinary_call_that_is_not_answered_ends_at_the_deadline()
    {
        var call = _grain.Hangs(out _).As<IFakeOrdinaryGrain>().Send(1);
        var took = await _grain.Finish(call);

        await Assert.ThrowsAsync<OutcomeUnknownException>(() => call);
        Assert.Single(_grain.Attempts);
        Assert.InRange(took, _grain.Options.Deadline, _grain.Options.Deadline + TimeSpan.FromSeconds(1));
    }

    [Theory]
    [InlineData("sys.svc.fake")]
    [InlineData("sys.client")]
    public async Task System_targets_and_clients_are_left_alone(string type)
    {
        var grain = new FakeGrain { IsFiltered = _isFiltered, Id = GrainId.Create(type, "key") };
        await grain.Answers(1L).As<IFakeExactlyOnceGrain>().Add(2);

        Assert.Null(Assert.Single(grain.Attempts).Stamp);
    }

    [Fact]
    public async Task Orleans_own_grains_are_left_alone()
    {
        await _grain.Answers(3).As<IManagementGrain>().GetTotalActivationCount();

        Assert.Null(Assert.Single(_grain.Attempts).Stamp);
    }

    [Fact]
    public async Task Waits_between_attempts_are_never_longer_than_the_longest()
    {
        var grain = new FakeGrain(new CallOptions { Deadline = TimeSpan.FromSeconds(20), MaxDelay = TimeSpan.FromMilliseconds(300) }) { IsFiltered = _isFiltered };
        var call = grain.AlwaysFails(static () => new OverloadedException("full")).As<IFakeExactlyOnceGrain>().Add(2);
        await grain.Finish(call);

        var times = grain.Attempts.Select(static attempt => attempt.At).ToArray();
        Assert.All(times.Zip(times.Skip(1)), static pair => Assert.InRange(pair.Second - pair.First, TimeSpan.Zero, TimeSpan.FromMilliseconds(330)));
        await Assert.ThrowsAsync<OverloadedException>(() => call);
    }
}
