using System.Globalization;
using ActiveActive.Cli.Drills.Report;
using ActiveActive.TestKit;
using ActiveActive.TestKit.History;

namespace ActiveActive.Cli.Drills;

/// <summary>Drills as the report shows them.</summary>
internal static class VerdictReport
{
    /// <summary>What our own region is called beside peers.</summary>
    public const string Ours = "ours";

    public static ReportRun Run(Verdict verdict, IReadOnlyList<Operation> history)
    {
        var (series, gaps, numbers) = Record(verdict, history);
        if (verdict.Regions is { } regions)
        {
            // Times are of the regions that were not broken themselves; the timeline is of all.
            (_, gaps, var served) = Record(verdict, Judge.Served(history, verdict.Events));
            numbers = served with
            {
                Calls = numbers.Calls,
                Acknowledged = numbers.Acknowledged,
                Refused = numbers.Refused,
                Unknown = numbers.Unknown,
                Errors = numbers.Errors,
                LagP50Milliseconds = regions.Lag?.P50,
                LagP99Milliseconds = regions.Lag?.P99,
                LagWhileBrokenP99Milliseconds = regions.LagWhileBroken?.P99,
                ConvergedMilliseconds = regions.ConvergedMilliseconds,
            };
        }

        return new ReportRun
        {
            Target = Ours,
            Fault = verdict.Fault,
            Seed = verdict.Seed,
            Passed = verdict.Passed,
            MeetsAims = verdict.GoalMet,
            Numbers = numbers with { RecoveryMilliseconds = verdict.RecoveryMilliseconds, Lost = verdict.Lost, Doubled = verdict.Duplicated, Findings = verdict.FindingCount },
            Events = [.. verdict.Events.Select(happened => Event(happened, verdict.From)).OfType<ReportEvent>()],
            Series = series,
            GrainGapsMilliseconds = gaps,
            Findings = verdict.Findings,
            Folder = verdict.Folder,
        };
    }

    public static DrillReport Report(DrillSettings settings, string faults, int trials, DateTimeOffset began, IReadOnlyList<ReportRun> runs) => new()
    {
        Command = string.Create(
            CultureInfo.InvariantCulture,
            $"./run drill {faults}{(trials > 1 ? $" --trials {trials}" : "")}{(settings.Seconds is { } seconds ? $" --seconds {seconds}" : "")} --warm-up {settings.WarmUp}{(settings.IsOverRegions ? $" --regions {settings.Regions}" : "")} --silos {settings.Silos} --clients {settings.Clients} --grains {settings.Grains} --rate {settings.Rate} --seed {settings.Seed}{(settings.Plant is { } bug ? $" --plant {bug.Name}" : "")}"),
        Seed = settings.Seed,
        Began = began,
        Machine = ReportMachine.Here(),
        Runs = runs,
    };

    private static (ReportSeries Series, IReadOnlyList<double> GrainGaps, ReportNumbers Numbers) Record(Verdict verdict, IReadOnlyList<Operation> history)
    {
        var recorder = new RunRecorder(verdict.From, verdict.Until, Judge.BrokenAt(verdict.Events, verdict.From));
        foreach (var operation in history)
        {
            recorder.Add(operation);
        }

        return recorder.Build();
    }

    private static ReportEvent? Event(TimedEvent happened, long from)
    {
        ReportEventKind? kind = happened.Kind switch
        {
            // The picture begins and ends with the load; a silo that is ready or has stopped says enough.
            TimedEventKind.LoadBegan or TimedEventKind.LoadEnded or TimedEventKind.SiloStarting or TimedEventKind.SiloStopping => null,
            TimedEventKind.Injected => ReportEventKind.Fault,
            TimedEventKind.Healed => ReportEventKind.Healed,
            TimedEventKind.Note => ReportEventKind.Note,
            _ => ReportEventKind.Membership,
        };
        return kind is null ? null : new ReportEvent(Math.Round((happened.Time - from) / (double)Clock.Second, 3), kind.Value, happened.Fault is null ? happened.Text : $"{happened.Fault}: {happened.Text}");
    }
}
