using ActiveActive.Cli.Drills.Report;
using ActiveActive.TestKit;
using ActiveActive.TestKit.History;

namespace ActiveActive.Tests.Unit.Drills.Report;

/// <summary>Reports of runs that never were.</summary>
internal static class SampleReport
{
    public const string Evil = "<script>alert('x')</script> & \"quotes\" | pipes \u0000";

    public static DrillReport Of(params ReportRun[] runs) => new()
    {
        Command = "./run drill --fault kill --seed 7",
        Seed = 7,
        Began = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
        Machine = new ReportMachine("Linux, x64", 2, 8, [new("Orleans", "10.4.2")]),
        Runs = runs,
    };

    /// <summary>A second of 10 calls every 100 ms; those due from 300 ms on for as long as the outage wait for its end.</summary>
    public static ReportRun Run(string target = "ours", string fault = "kill", long outage = 200, int seed = 7, params string[] findings)
    {
        var recorder = new RunRecorder(0, Clock.Second);
        for (var i = 0; i < 100; i++)
        {
            var due = i * Clock.Second / 100;
            var end = due >= 300_000 && due < 300_000 + (outage * 1000) ? 300_000 + (outage * 1000) + 1000 : due + 1000;
            recorder.Add(new Operation { Id = Guid.CreateVersion7(), Kind = OperationKind.CounterRead, Key = $"{i % 5}", Due = due, Start = due, End = end, Error = end - due > 100_000 ? "TimeoutException" : null });
        }

        var (series, gaps, numbers) = recorder.Build();
        return new ReportRun
        {
            Target = target,
            IsPeer = target != "ours",
            Fault = fault,
            Seed = seed,
            Passed = findings.Length == 0,
            Numbers = numbers with { RecoveryMilliseconds = outage, Lost = findings.Length, Findings = findings.Length },
            Events = [new(0.3, ReportEventKind.Fault, fault), new(0.35, ReportEventKind.Membership, "silo-1 declared dead"), new(0.5, ReportEventKind.Healed, "whole again")],
            Series = series,
            GrainGapsMilliseconds = gaps,
            Findings = findings,
        };
    }
}
