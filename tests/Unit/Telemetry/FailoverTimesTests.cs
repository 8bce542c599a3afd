using System.Diagnostics.Metrics;
using System.Net;
using ActiveActive.Client.Watch;
using ActiveActive.Silo.Membership.Failovers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace ActiveActive.Tests.Unit.Telemetry;

public sealed class FailoverTimesTests : IDisposable
{
    private static readonly GrainId Grain = GrainId.Create("counter", "a");
    private readonly FakeTimeProvider _time = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly FailoverTimes _times;
    private readonly MeterListener _listener = new();
    private readonly List<string> _measured = [];

    public FailoverTimesTests()
    {
        var meters = _services.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Scope == meters)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => _measured.Add($"{instrument.Name} {value} {tags[0].Value}"));
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => _measured.Add($"{instrument.Name} {value} {tags[0].Value}"));
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => _measured.Add($"{instrument.Name} {value} {tags[0].Value}"));
        _listener.Start();
        _times = new FailoverTimes(new MembershipMetrics(meters), _time);
        Take((1, SiloStatus.Active), (2, SiloStatus.Active), (3, SiloStatus.Joining));
    }

    public void Dispose()
    {
        _times.Dispose();
        _listener.Dispose();
        _services.Dispose();
    }

    [Fact]
    public void A_crash_is_measured_from_the_end_of_the_connection_and_its_recovery_to_the_first_of_its_grains()
    {
        _times.Seen(Silo(2));
        _time.Advance(TimeSpan.FromSeconds(1));
        _times.Ended(Silo(2), WatchEnd.Closed);
        _time.Advance(TimeSpan.FromMilliseconds(250));
        _times.Crashed(Silo(2));
        Take([(1, SiloStatus.Active), (2, SiloStatus.Dead)], (Grain, 2));
        Assert.Equal(["activeactive.membership.changes 1 died", "activeactive.failover.detection 0.25 crash"], Measured());

        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(_times.IsWaiting);
        _times.Served(GrainId.Create("counter", "another"));
        Assert.Empty(Measured());
        _times.Served(Grain);
        Assert.Equal(["activeactive.failover.recovery 1 crash"], Measured());
        Assert.False(_times.IsWaiting);
        _times.Served(Grain);
        Assert.Empty(Measured());
    }

    [Fact]
    public void What_was_found_missing_just_before_the_death_was_told_is_among_the_lost()
    {
        _times.Missed(Grain, Silo(2));
        _time.Advance(TimeSpan.FromSeconds(2));
        Take((1, SiloStatus.Active), (2, SiloStatus.Dead));
        Assert.True(_times.IsWaiting);
        Measured();
        _time.Advance(TimeSpan.FromSeconds(1));
        _times.Found(Grain, Silo(2)); // late news
        Assert.Empty(Measured());
        _times.Found(Grain, Silo(1));
        Assert.Equal(["activeactive.failover.recovery 1 probes"], Measured());
        Assert.False(_times.IsWaiting);
    }

    [Fact]
    public void What_was_missed_long_before_is_not()
    {
        _times.Missed(Grain, Silo(2));
        _time.Advance(TimeSpan.FromSeconds(11));
        Take((1, SiloStatus.Active), (2, SiloStatus.Dead));
        Assert.False(_times.IsWaiting);
    }

    [Fact]
    public void A_silent_silo_is_measured_from_its_last_sign_of_life()
    {
        _times.Seen(Silo(2));
        _time.Advance(TimeSpan.FromSeconds(3));
        _times.Ended(Silo(2), WatchEnd.Silent);
        _time.Advance(TimeSpan.FromSeconds(1));
        Take((1, SiloStatus.Active), (2, SiloStatus.Dead));
        Assert.Equal(["activeactive.membership.changes 1 died", "activeactive.failover.detection 4 probes"], Measured());
        Assert.False(_times.IsWaiting);
        _times.Missed(Grain, Silo(2));
        Assert.True(_times.IsWaiting);
    }

    [Fact]
    public void A_silo_that_leaves_has_not_died()
    {
        _times.Ended(Silo(2), WatchEnd.Goodbye);
        Take((1, SiloStatus.Active), (2, SiloStatus.ShuttingDown));
        Take((1, SiloStatus.Active), (2, SiloStatus.Dead));
        Assert.Equal(["activeactive.membership.changes 1 left", "activeactive.failover.detection 0 left"], Measured());
    }

    [Fact]
    public void One_that_an_operator_declares_dead_is_evicted()
    {
        _times.Seen(Silo(2));
        _times.Evicted(Silo(2));
        Take((1, SiloStatus.Active), (2, SiloStatus.Dead));
        Assert.Equal(["activeactive.membership.changes 1 evicted", "activeactive.failover.detection 0 evicted"], Measured());
    }

    [Fact]
    public void What_is_not_called_for_a_minute_is_not_waited_for()
    {
        Take([(1, SiloStatus.Active), (2, SiloStatus.Dead)], (Grain, 2));
        Assert.True(_times.IsWaiting);
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.False(_times.IsWaiting);
        Measured();
        _times.Served(Grain);
        Assert.Empty(Measured());
    }

    [Fact]
    public void Silos_are_counted_by_status_the_dead_for_ten_minutes()
    {
        Take((1, SiloStatus.Active), (2, SiloStatus.Dead), (3, SiloStatus.Active), (4, SiloStatus.Dead)); // of the last one nothing was known before
        Assert.Contains("activeactive.membership.changes 1 joined", Measured());
        _listener.RecordObservableInstruments();
        Assert.Equal(["activeactive.membership.silos 2 active", "activeactive.membership.silos 0 joining", "activeactive.membership.silos 0 leaving", "activeactive.membership.silos 1 dead"], Measured());
        _time.Advance(TimeSpan.FromMinutes(11));
        _listener.RecordObservableInstruments();
        Assert.Contains("activeactive.membership.silos 0 dead", Measured());
    }

    private static SiloAddress Silo(int number) => SiloAddress.New(new IPEndPoint(IPAddress.Loopback, 10_000 + number), number);

    private void Take(params (int Silo, SiloStatus Status)[] members) => Take(members, []);

    private void Take((int Silo, SiloStatus Status)[] members, params (GrainId Grain, int Silo)[] places) =>
        _times.Take(members.ToDictionary(static member => Silo(member.Silo), static member => member.Status), () => places.Select(static place => (place.Grain, (SiloAddress?)Silo(place.Silo))));

    private List<string> Measured()
    {
        List<string> measured = [.. _measured];
        _measured.Clear();
        return measured;
    }
}
