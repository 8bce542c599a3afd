namespace ActiveActive.Tests.Unit.Calls;

public sealed class CallScopeTests
{
    private static readonly GrainId Alice = GrainId.Create("account", "alice");
    private static readonly GrainId Bob = GrainId.Create("account", "bob");
    private readonly RequestId _id = RequestId.New(DateTimeOffset.UtcNow);

    [Fact]
    public void A_retry_derives_the_same_ids_in_any_order_of_targets()
    {
        CallStamp[] first;
        CallStamp[] second;
        using (var scope = CallScope.Begin(_id))
        {
            first = [scope.NextCall(Alice, "Add"), scope.NextCall(Bob, "Add"), scope.NextCall(Alice, "Add")];
        }

        using (var scope = CallScope.Begin(_id, attempt: 2))
        {
            var (bob, alice) = (scope.NextCall(Bob, "Add"), scope.NextCall(Alice, "Add"));
            second = [alice, bob, scope.NextCall(Alice, "Add")];
        }

        Assert.Equal(first.Select(stamp => stamp.Id), second.Select(stamp => stamp.Id));
        Assert.Equal(3, first.Select(stamp => stamp.Id).Distinct().Count());
        Assert.All(second, stamp => Assert.Equal(2, stamp.Attempt));
    }

    [Fact]
    public void Effects_count_for_each_state_by_itself()
    {
        using var scope = CallScope.Begin(_id);
        RequestId[] effects = [scope.NextEffect(Alice, "a"), scope.NextEffect(Alice, "a"), scope.NextEffect(Alice, "b"), scope.NextEffect(Bob, "a")];
        Assert.Equal(4, effects.Distinct().Count());
        using var again = CallScope.Begin(_id);
        Assert.Equal(effects[0], again.NextEffect(Alice, "a"));
        Assert.Equal(effects[2], again.NextEffect(Alice, "b"));
    }

    [Fact]
    public void A_call_without_a_stamp_gets_one_when_it_is_asked_for_and_keeps_it()
    {
        var made = 0;
        using var scope = CallScope.Begin(() => CallStamp.New(DateTimeOffset.UtcNow.AddDays(made++)));
        Assert.Equal(0, made);

        var effect = scope.NextEffect(Alice, "a");

        Assert.Equal(scope.Stamp.Id.Timestamp, effect.Timestamp);
        Assert.Equal(scope.Stamp.Id.Timestamp, scope.NextCall(Bob, "Add").Id.Timestamp);
        Assert.Equal(1, made);
    }

    [Fact]
    public void A_first_attempt_travels_as_its_bare_id_and_any_other_stamp_whole()
    {
        var plain = new CallStamp(_id, 1);
        CallStamp[] others =
        [
            plain with { Attempt = 2 },
            plain with { Kind = CallKind.Send },
            plain with { Root = Guid.NewGuid() },
            plain with { NotAfter = DateTimeOffset.UtcNow },
        ];

        Assert.Equal(_id.Value, plain.ToContext());
        Assert.Equal(plain, CallStamp.FromContext(plain.ToContext()));
        Assert.All(others, static stamp => Assert.Same(stamp, stamp.ToContext()));
        Assert.All(others, static stamp => Assert.Equal(stamp, CallStamp.FromContext(stamp.ToContext())));
        Assert.Null(CallStamp.FromContext(null));
        Assert.Null(CallStamp.FromContext("something of somebody else"));
    }

    [Fact]
    public async Task A_scope_follows_its_flow_and_no_other()
    {
        Assert.Null(CallScope.Current);
        using (var outer = CallScope.Begin(_id))
        {
            await Task.Run(() => Assert.Same(outer, CallScope.Current));
            using (CallScope.Begin(RequestId.New(DateTimeOffset.UtcNow)))
            {
                Assert.NotSame(outer, CallScope.Current);
            }

            Assert.Same(outer, CallScope.Current);
            using (CallScope.Suppress())
            {
                Assert.Null(CallScope.Current);
            }
        }

        Assert.Null(CallScope.Current);
    }

    [Fact]
    public void An_attempt_counts_from_1() => Assert.Throws<ArgumentOutOfRangeException>(() => CallScope.Begin(_id, attempt: 0));

    [Fact]
    public void Concurrent_calls_get_ids_of_their_own()
    {
        using var scope = CallScope.Begin(_id);
        var ids = new System.Collections.Concurrent.ConcurrentBag<RequestId>();
        Parallel.For(0, 1000, _ => ids.Add(scope.NextCall(Alice, "Add").Id));
        Assert.Equal(1000, ids.Distinct().Count());
    }
}
