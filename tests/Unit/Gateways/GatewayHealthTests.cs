using System.Net;
using ActiveActive.Client.Gateways;
using Microsoft.Extensions.Time.Testing;

namespace ActiveActive.Tests.Unit.Gateways;

/// <summary>Which gateways are taken for silent. Three of them are asked every 250 ms.</summary>
public sealed class GatewayHealthTests
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(250);

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly RecordingControl _control = new();
    private readonly GatewayHealth _health;
    private readonly Dictionary<int, int> _unanswered = new() { [1] = 0, [2] = 0, [3] = 0 };

    public GatewayHealthTests()
    {
        _health = new GatewayHealth(TimeSpan.FromSeconds(1), _time, _control);
        _time.Advance(TimeSpan.FromSeconds(1));
    }

    [Fact]
    public void One_that_is_silent_while_others_answer_is_suspended_after_a_second()
    {
        Periods(4);
        Periods(3, silent: [1]);
        Assert.Empty(_control.Deeds);

        Periods(1, silent: [1]);
        Assert.Equal(["suspend 1"], _control.Deeds);

        Periods(20, silent: [1]);
        Assert.Equal(["suspend 1"], _control.Deeds);
    }

    [Fact]
    public void One_whose_last_answer_took_long_is_slow_until_one_comes_promptly()
    {
        var gateway = new IPEndPoint(IPAddress.Loopback, 7);
        Assert.False(_health.IsSlow(gateway));

        Answer(TimeSpan.FromMilliseconds(200));
        Assert.True(_health.IsSlow(gateway));

        Answer(TimeSpan.FromMilliseconds(20));
        Assert.False(_health.IsSlow(gateway));

        void Answer(TimeSpan took)
        {
            var asked = _time.GetTimestamp();
            _time.Advance(took);
            _health.OnAnswer(gateway, asked);
        }
    }

    [Fact]
    public void One_that_still_sends_answers_is_not_silent_however_long_its_pings_take()
    {
        Periods(4);
        for (var period = 0; period < 20; period++)
        {
            Periods(1, silent: [1]);
            _control.Heard[1] = _time.GetTimestamp() - _time.TimestampFrequency / 2;
        }

        Assert.Empty(_control.Deeds);

        Periods(1, silent: [1]);
        Assert.Empty(_control.Deeds); // three quarters of a second without anything
        Periods(1, silent: [1]);
        Assert.Equal(["suspend 1"], _control.Deeds);
    }

    [Fact]
    public void It_is_resumed_with_its_first_answer()
    {
        Periods(4);
        Periods(8, silent: [1]);
        Periods(4);

        Assert.Equal(["suspend 1", "resume 1"], _control.Deeds);
    }

    [Fact]
    public void Nothing_is_done_when_all_are_silent()
    {
        Periods(4);
        Periods(100, silent: [1, 2, 3]);

        Assert.Empty(_control.Deeds);
    }

    [Fact]
    public void The_last_one_is_never_suspended()
    {
        Periods(4);
        Periods(20, silent: [1, 2]);
        Assert.Equal(["suspend 1", "suspend 2"], _control.Deeds.Order());

        Periods(40, silent: [1, 2, 3]);
        Assert.Equal(2, _control.Deeds.Count);
    }

    [Fact]
    public void A_pause_of_our_own_is_not_their_silence()
    {
        Periods(4);
        _time.Advance(TimeSpan.FromSeconds(10));

        // Each has one ping without an answer when we wake up; the answers come a moment later, one by one.
        for (var gateway = 1; gateway <= 3; gateway++)
        {
            _health.OnUnanswered(At(gateway), 1);
        }

        for (var gateway = 1; gateway <= 3; gateway++)
        {
            _health.OnAnswer(At(gateway), _time.GetTimestamp());
            _health.OnUnanswered(At(4 - gateway), 1);
        }

        Assert.Empty(_control.Deeds);
    }

    [Fact]
    public void Where_all_are_slow_slow_is_not_silent()
    {
        Periods(4, took: TimeSpan.FromMilliseconds(600));
        Periods(7, silent: [1], took: TimeSpan.FromMilliseconds(600));
        Assert.Empty(_control.Deeds);

        Periods(10, silent: [1], took: TimeSpan.FromMilliseconds(600));
        Assert.Equal(["suspend 1"], _control.Deeds);
    }

    [Fact]
    public void One_that_has_never_answered_is_left_alone()
    {
        for (var i = 0; i < 20; i++)
        {
            _time.Advance(Period);
            _health.OnAnswer(At(2), _time.GetTimestamp());
            _health.OnUnanswered(At(1), i);
        }

        Assert.Empty(_control.Deeds);
    }

    [Fact]
    public void One_whose_process_is_gone_is_dropped_and_what_comes_after_it_starts_afresh()
    {
        Periods(4);
        Periods(8, silent: [1]);
        _health.OnGone(At(1));
        Assert.Equal(["suspend 1", "drop 1", "resume 1"], _control.Deeds);

        _health.OnUnanswered(At(1), 10);
        Assert.Equal(3, _control.Deeds.Count);
    }

    private void Periods(int count, int[]? silent = null, TimeSpan took = default)
    {
        for (var i = 0; i < count; i++)
        {
            var asked = _time.GetTimestamp() - (long)(took.TotalSeconds * _time.TimestampFrequency);
            _time.Advance(Period);
            foreach (var gateway in _unanswered.Keys.ToArray())
            {
                if (silent?.Contains(gateway) == true)
                {
                    _health.OnUnanswered(At(gateway), ++_unanswered[gateway]);
                }
                else
                {
                    _unanswered[gateway] = 0;
                    _health.OnAnswer(At(gateway), asked + (long)(Period.TotalSeconds * _time.TimestampFrequency));
                }
            }
        }
    }

    private static IPEndPoint At(int gateway) => new(IPAddress.Loopback, gateway);
}
