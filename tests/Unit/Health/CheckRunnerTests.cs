using System.Diagnostics.Metrics;
using ActiveActive.Silo;
using ActiveActive.Silo.Health;
using ActiveActive.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace ActiveActive.Tests.Unit.Health;

public sealed class CheckRunnerTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly SemaphoreSlim _turns = new(1);
    private readonly CancellationTokenSource _end = new();
    private readonly HealthOptions _options = new();
    private CheckFinding _found = new(false, "well", 1, 5, "s");

    public void Dispose()
    {
        _end.Cancel();
        _end.Dispose();
        _turns.Dispose();
    }

    [Fact]
    public async Task What_was_found_is_kept_grows_old_and_is_found_anew()
    {
        var check = new FakeCheck(_ => Task.FromResult(_found));
        var runner = Run(check);
        Assert.Equal(CheckStatus.Ok, runner.Result().Status);
        Assert.Null(runner.Result().Advice);
        _time.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal(4, runner.Result().AgeSeconds);
        Assert.Equal(1, check.Looks);

        _found = CheckFinding.AtMost(6, 5, "s", "too much") with { Age = TimeSpan.FromSeconds(30) };
        await Advance(check);
        await Eventually.Holds(() => runner.Result().Status == CheckStatus.Failing, "it fails");
        var result = runner.Result();
        Assert.Equal(("too much", "do it", 6, 5, "s", 30), (result.Says, result.Advice, result.Value, result.Threshold, result.Unit, result.AgeSeconds));
        Assert.True(runner.IsFailing());
    }

    [Fact]
    public async Task A_look_that_hangs_makes_the_figure_unknown_and_no_second_one_is_begun_beside_it()
    {
        var hangs = new TaskCompletionSource<CheckFinding>();
        var check = new FakeCheck(_ => hangs.Task);
        var runner = Run(check);
        Assert.Equal(CheckStatus.Unknown, runner.Result().Status);
        await GivenUp(runner);
        Assert.Equal((CheckStatus.Unknown, "do it"), (runner.Result().Status, runner.Result().Advice));
        Assert.Null(runner.IsFailing());
        for (var i = 0; i < 30; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.Equal(1, check.Looks);
        hangs.SetResult(_found);
        await Eventually.Holds(
            () =>
            {
                _time.Advance(TimeSpan.FromSeconds(1));
                return check.Looks > 1 && runner.Result().Status == CheckStatus.Ok;
            },
            "it is looked at again");
    }

    [Fact]
    public async Task A_check_that_is_about_the_answer_itself_fails_when_its_look_hangs()
    {
        var runner = Run(new FakeCheck(static _ => new TaskCompletionSource<CheckFinding>().Task, CheckNames.Database, CheckFinding.Failing("silent")));
        await GivenUp(runner);
        Assert.Equal((CheckStatus.Failing, "silent"), (runner.Result().Status, runner.Result().Says));
    }

    [Fact]
    public async Task A_look_that_fails_tells_nothing_of_its_error()
    {
        var runner = Run(new FakeCheck(static _ => Task.FromException<CheckFinding>(new InvalidOperationException("password=secret"))));
        await Eventually.Holds(() => runner.Result().DurationSeconds is not null, "it has failed");
        Assert.Equal(CheckStatus.Unknown, runner.Result().Status);
        Assert.DoesNotContain("secret", runner.Result().ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Severity_is_what_the_options_say_and_so_is_the_state_as_a_whole()
    {
        _found = CheckFinding.Failing("wrong");
        var warning = Run(new FakeCheck(_ => Task.FromResult(_found))).Result();
        _options.Severity[CheckNames.Backup] = HealthSeverity.Critical;
        var critical = Run(new FakeCheck(_ => Task.FromResult(_found))).Result();
        Assert.Equal((HealthSeverity.Warning, HealthSeverity.Critical), (warning.Severity, critical.Severity));
        var well = warning with { Status = CheckStatus.Ok };
        Assert.Equal(SiloHealth.Ok, SiloHealth.Worst([well, well]));
        Assert.Equal(SiloHealth.Warning, SiloHealth.Worst([well, warning]));
        Assert.Equal(SiloHealth.Warning, SiloHealth.Worst([well, critical with { Status = CheckStatus.Unknown }]));
        Assert.Equal(SiloHealth.Critical, SiloHealth.Worst([warning, critical]));
    }

    [Fact]
    public void The_gauge_is_one_for_what_fails_zero_for_what_is_well_and_silent_for_what_is_unknown()
    {
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var meters = services.GetRequiredService<IMeterFactory>();
        new HealthMetrics(meters).Observe(
        [
            Run(new FakeCheck(static _ => Task.FromResult(CheckFinding.Well("well")), CheckNames.Memory)),
            Run(new FakeCheck(static _ => Task.FromResult(CheckFinding.Failing("wrong")), CheckNames.Clock)),
            Run(new FakeCheck(static _ => new TaskCompletionSource<CheckFinding>().Task, CheckNames.Database)),
        ]);
        var seen = new List<string>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, meters) && instrument.Name == "activeactive.health.check")
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<int>((_, value, tags, _) => seen.Add($"{string.Join(' ', tags.ToArray().Select(static tag => tag.Value))} {value}"));
        listener.Start();
        listener.RecordObservableInstruments();
        Assert.Equal(["memory warning 0", "clock warning 1"], seen);
    }

    [Fact]
    public async Task First_looks_take_turns()
    {
        var first = new TaskCompletionSource<CheckFinding>();
        Run(new FakeCheck(_ => first.Task));
        var second = new FakeCheck(_ => Task.FromResult(_found));
        var runner = Run(second);
        Assert.Equal(0, second.Looks);

        first.SetResult(_found);
        await Eventually.Holds(() => runner.Result().Status == CheckStatus.Ok, "it is its turn");
        Assert.Equal(1, second.Looks);
    }

    private CheckRunner Run(FakeCheck check)
    {
        var runner = new CheckRunner(check, _options, _time, NullLogger.Instance);
        _ = runner.Run(_turns, _end.Token);
        return runner;
    }

    private Task GivenUp(CheckRunner runner) => Eventually.Holds(
        () =>
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            return runner.Result().DurationSeconds is not null;
        },
        "the look is given up");

    private async Task Advance(FakeCheck check)
    {
        await check.NextLook;
        _time.Advance(_options.Period);
        await check.NextLook;
    }
}
