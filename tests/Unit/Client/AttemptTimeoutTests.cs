using ActiveActive.Client;
using ActiveActive.Client.Calls;
using Microsoft.Extensions.Time.Testing;

namespace ActiveActive.Tests.Unit.Client;

/// <summary>How long an attempt is waited for, and what a change of latency costs.</summary>
public sealed class AttemptTimeoutTests
{
    private readonly CallOptions _options = new();
    private readonly FakeTimeProvider _time = new();

    private AttemptTimeout New() => new(_options, _time);

    [Fact]
    public void Before_anything_is_known_it_is_the_longest() => Assert.Equal(_options.AttemptTimeout, New().Current);

    [Fact]
    public void It_follows_the_latency_between_its_bounds()
    {
        var timeout = New();
        Answers(timeout, 100, Ms(2));
        Assert.Equal(_options.MinAttemptTimeout + Ms(2), timeout.Current);

        Answers(timeout, 100, Ms(400));
        Assert.InRange(timeout.Current, Ms(640), Ms(660));

        Answers(timeout, 100, Ms(5000));
        Assert.Equal(_options.AttemptTimeout, timeout.Current);
    }

    [Fact]
    public void The_first_sample_counts_three_times() // RFC 6298 (2.2): R + 4 * R / 2
    {
        var timeout = New();
        timeout.OnAnswer(Ms(300));

        Assert.Equal(Ms(900), timeout.Current);
    }

    [Fact]
    public void One_slow_answer_lifts_it_above_itself()
    {
        var timeout = New();
        Answers(timeout, 1000, Ms(2));
        timeout.OnAnswer(Ms(800));

        Assert.InRange(timeout.Current, Ms(800), _options.AttemptTimeout);
    }

    [Fact]
    public void Expiries_double_it_once_for_all_that_was_sent_before()
    {
        var timeout = New();
        Answers(timeout, 100, Ms(2));
        var sentAt = _time.GetTimestamp();
        _time.Advance(Ms(250));
        for (var i = 0; i < 50; i++)
        {
            timeout.OnExpiry(sentAt);
        }

        Assert.Equal(Ms(504), timeout.Current);
        timeout.OnExpiry(_time.GetTimestamp());
        Assert.Equal(Ms(1008), timeout.Current);
        timeout.OnAnswer(Ms(2));
        Assert.Equal(_options.MinAttemptTimeout + Ms(2), timeout.Current);
    }

    [Fact]
    public async Task A_lost_answer_is_noticed_after_the_learnt_time()
    {
        var grain = new FakeGrain();
        await Learn(grain);
        grain.Attempts.Clear();

        var call = grain.Hangs().Answers(5L).As<IFakeExactlyOnceGrain>().Add(1);
        var took = await grain.Finish(call);

        Assert.InRange(took, Ms(250), Ms(400));
    }

    [Fact]
    public async Task A_call_waits_longer_for_each_of_its_attempts()
    {
        var grain = new FakeGrain();
        await Learn(grain);
        grain.Attempts.Clear();

        var call = grain.Hangs().Hangs().Hangs().Answers(5L).As<IFakeExactlyOnceGrain>().Add(1);
        await grain.Finish(call);

        var times = grain.Attempts.Select(static attempt => attempt.At).ToArray();
        var waits = times.Zip(times.Skip(1)).Select(static pair => pair.Second - pair.First).ToArray();
        Assert.InRange(waits[0], Ms(250), Ms(300));
        Assert.InRange(waits[1], Ms(500), Ms(1050));
        Assert.InRange(waits[2], Ms(1000), Ms(2050));
    }

    [Fact]
    public async Task A_methods_own_response_timeout_wins()
    {
        var grain = new FakeGrain { ResponseTimeout = TimeSpan.FromSeconds(10) };
        await Learn(grain);
        grain.Attempts.Clear();

        var call = grain.Hangs().Answers(5L).As<IFakeExactlyOnceGrain>().Add(1);
        Assert.InRange(await grain.Finish(call), TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(11));
    }

    [Theory]
    [InlineData(100)]
    [InlineData(1000)]
    public async Task A_step_of_latency_from_2_to_800_ms_starts_no_storm(int callsPerSecond)
    {
        var grain = new FakeGrain();
        var latency = Ms(2);
        for (var i = 0; i < 100_000; i++)
        {
            grain.Does(async _ =>
            {
                await Task.Delay(latency, grain.Time);
                return 1L;
            });
        }

        List<Task> calls = [];
        await Load(TimeSpan.FromSeconds(1));
        Assert.Equal(calls.Count, grain.Attempts.Count);

        latency = Ms(800);
        calls.Clear();
        grain.Attempts.Clear();
        await Load(TimeSpan.FromSeconds(1));
        var extra = grain.Attempts.Count - calls.Count;
        await Load(TimeSpan.FromSeconds(2));
        await grain.Finish(Task.WhenAll(calls));
        var all = grain.Attempts.Count - calls.Count;

        TestContext.Current.TestOutputHelper?.WriteLine($"{callsPerSecond} calls/s: {extra} extra attempts in the first second, {all} in all, of {calls.Count} calls");
        Assert.InRange(all, 1, 0.85 * callsPerSecond); // about one for each call of the 0.8 s until the first answer, none for those after it

        async Task Load(TimeSpan duration)
        {
            var step = TimeSpan.FromMilliseconds(10);
            for (var passed = TimeSpan.Zero; passed < duration; passed += step)
            {
                for (var i = 0; i < callsPerSecond / 100; i++)
                {
                    calls.Add(grain.As<IFakeExactlyOnceGrain>().Add(1));
                }

                await FakeGrain.Settle();
                grain.Time.Advance(step);
                await FakeGrain.Settle();
            }
        }
    }

    private static async Task Learn(FakeGrain grain)
    {
        for (var i = 0; i < 20; i++)
        {
            await grain.Answers(1L).As<IFakeExactlyOnceGrain>().Add(1);
        }
    }

    private static void Answers(AttemptTimeout timeout, int times, TimeSpan latency)
    {
        for (var i = 0; i < times; i++)
        {
            timeout.OnAnswer(latency);
        }
    }

    private static TimeSpan Ms(double value) => TimeSpan.FromMilliseconds(value);
}
