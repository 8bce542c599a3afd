using ActiveActive.Client.Calls;
using Microsoft.Extensions.Time.Testing;

namespace ActiveActive.Tests.Unit.Client;

public sealed class AttemptSweepTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(100);
    private readonly FakeTimeProvider _time = new();
    private readonly InFlightCalls _calls = new();
    private readonly AttemptSweep _sweep;

    public AttemptSweepTests() => _sweep = new AttemptSweep(_calls, _time);

    [Fact]
    public void A_call_is_told_once_its_limit_is_over_and_never_before()
    {
        var call = Watched(Limit);
        _time.Advance(Limit - TimeSpan.FromMilliseconds(1));
        Assert.Equal(0, call.Times);

        _time.Advance(AttemptSweep.Period);
        Assert.Equal(1, call.Times);

        _time.Advance(Limit * 5);
        Assert.Equal(1, call.Times);
    }

    [Fact]
    public void It_stops_when_there_is_no_call_and_starts_again_with_the_next()
    {
        for (var round = 0; round < 3; round++)
        {
            var call = Watched(Limit);
            _time.Advance(Limit + AttemptSweep.Period);
            Assert.Equal(1, call.Times);

            InFlightCalls.Remove(call);
            _time.Advance(AttemptSweep.Period);
            var late = new Told { DueAt = 0 };
            _calls.Add(late);
            _time.Advance(TimeSpan.FromMinutes(1));
            Assert.Equal(0, late.Times); // nobody looked
            InFlightCalls.Remove(late);
        }
    }

    [Fact]
    public void A_limit_without_end_is_none()
    {
        var endless = Watched(Timeout.InfiniteTimeSpan);
        var ages = Watched(TimeSpan.MaxValue);
        Watched(Limit);
        _time.Advance(TimeSpan.FromDays(1));
        Assert.Equal((0, 0), (endless.Times, ages.Times));
    }

    [Fact]
    public async Task None_is_forgotten_when_calls_come_and_go_at_once()
    {
        var calls = new InFlightCalls();
        var sweep = new AttemptSweep(calls, TimeProvider.System);
        await Parallel.ForAsync(0, 400, async (number, cancellation) =>
        {
            var call = new Told();
            calls.Add(call);
            sweep.Watch(call, TimeProvider.System.GetTimestamp(), TimeSpan.FromMilliseconds(number % 3));
            await call.Signal.Task.WaitAsync(TimeSpan.FromSeconds(30), cancellation);
            InFlightCalls.Remove(call);
        });
        Assert.Equal(0, calls.Count);
    }

    private Told Watched(TimeSpan limit)
    {
        var call = new Told();
        _calls.Add(call);
        _sweep.Watch(call, _time.GetTimestamp(), limit);
        return call;
    }

    private sealed class Told : InFlightCall
    {
        public TaskCompletionSource Signal { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Times { get; private set; }

        public override GrainId Target => default;

        public override void OnDue()
        {
            Times++;
            Signal.TrySetResult();
        }

        public override void OnSiloDied()
        {
        }

        public override void OnGatewayLost(object connection)
        {
        }
    }
}
