using System.Text.Json;
using System.Xml.Linq;
using ActiveActive.Cli.Drills.Report;
using ActiveActive.Cli.Drills.Report.Pictures;
using ActiveActive.TestKit;
using ActiveActive.TestKit.History;

namespace ActiveActive.Tests.Unit.Drills.Report;

/// <summary>What the report counts, says and writes.</summary>
public sealed class ReportTests
{
    [Fact]
    public void Calls_are_counted_where_they_end_and_latencies_where_they_were_due()
    {
        var recorder = new RunRecorder(1_000_000, 1_500_000);
        recorder.Add(Call(due: 1_010_000, end: 1_020_000));
        recorder.Add(Call(due: 1_050_000, end: 1_230_000) with { Error = "TimeoutException" });
        recorder.Add(Call(due: 1_390_000, end: 1_900_000) with { Outcome = Outcome.Unknown, Error = "TimeoutException" });
        recorder.Add(Call(due: 1_480_000, end: 1_490_000) with { Outcome = Outcome.Refused });
        var (series, gaps, numbers) = recorder.Build();
        Assert.Equal(100, series.BucketMilliseconds);
        Assert.Equal([1, 0, 1, 0, 1], series.Answered);
        Assert.Equal([1, 0, 0, 1, 0], series.Errors);
        Assert.Equal([10, null, null, 510, 10], series.LatencyP50);
        Assert.Equal([180, null, null, 510, 10], series.LatencyMax);
        Assert.Equal((4, 2, 1, 1, 2), (numbers.Calls, numbers.Acknowledged, numbers.Refused, numbers.Unknown, numbers.Errors));
        Assert.Equal([260], gaps);
        Assert.Equal(260, numbers.GapMaxMilliseconds);
    }

    [Fact]
    public void A_grain_that_never_answered_was_silent_all_the_time()
    {
        var recorder = new RunRecorder(0, 3_000_000);
        recorder.Add(Call(due: 10, end: 2_000_000) with { Outcome = Outcome.Unknown });
        Assert.Equal([3000], recorder.Build().GrainGaps);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(90, 1)]
    [InlineData(91, 2)]
    [InlineData(1200, 20)]
    [InlineData(86_400, 1000)]
    public void Buckets_get_wider_so_that_there_are_never_too_many(int seconds, int hundredMilliseconds)
    {
        Assert.Equal(hundredMilliseconds * RunRecorder.SmallestBucket, RunRecorder.WidthFor(seconds * Clock.Second));
        Assert.True(seconds * Clock.Second / RunRecorder.WidthFor(seconds * Clock.Second) <= RunRecorder.MostBuckets);
    }

    [Theory]
    [InlineData(0.5, 50)]
    [InlineData(0.99, 99)]
    [InlineData(0.991, 100)]
    [InlineData(1, 100)]
    [InlineData(0, 1)]
    public void Percentiles_are_of_the_nearest_rank(double share, double value) => Assert.Equal(value, RunRecorder.Percentile([.. Enumerable.Range(1, 100).Select(static i => (float)i)], share));

    [Fact]
    public void Rows_show_medians_and_the_worst_and_sums()
    {
        var report = SampleReport.Of(SampleReport.Run(outage: 100), SampleReport.Run(outage: 400, findings: "lost"), SampleReport.Run(outage: 200), SampleReport.Run("stock", outage: 600));
        var rows = ReportRow.Of(report);
        Assert.Equal(["ours", "stock"], rows.Select(static row => row.Target));
        Assert.Equal((200, 400), (rows[0].Recovery!.Median, rows[0].Recovery!.Worst));
        Assert.Equal((300, 1, false), (rows[0].Calls, rows[0].Lost, rows[0].Passed));
        Assert.Same(report.Runs[1], rows[0].Worst);
        Assert.Same(report.Runs[2], rows[0].Typical);
    }

    [Fact]
    public void The_verdict_is_about_our_own_runs_and_no_run_proves_nothing()
    {
        Assert.True(SampleReport.Of(SampleReport.Run(), SampleReport.Run("stock", findings: "lost")).Passed);
        Assert.False(SampleReport.Of(SampleReport.Run(findings: "lost")).Passed);
        Assert.False(SampleReport.Of(SampleReport.Run("stock")).Passed);
        Assert.False(SampleReport.Of().Passed);
        Assert.False((SampleReport.Of(SampleReport.Run()) with { Broken = ["seed 8: the database did not start"] }).Passed);
        Assert.True((SampleReport.Of(SampleReport.Run()) with { Skipped = ["peer-cut: no network namespaces"] }).Passed);
    }

    [Fact]
    public void Json_comes_back_as_it_was()
    {
        var json = ReportJson.Write(SampleReport.Of(SampleReport.Run(fault: SampleReport.Evil, findings: "lost")));
        var back = ReportJson.Read(json);
        Assert.Equal(json, ReportJson.Write(back));
        Assert.Equal(SampleReport.Evil, back.Runs[0].Fault);
        using var document = JsonDocument.Parse(json);
        Assert.Equal(1, document.RootElement.GetProperty("version").GetInt32());
        Assert.False(document.RootElement.GetProperty("passed").GetBoolean());
        Assert.Throws<JsonException>(() => ReportJson.Read(json.Replace("\"version\":1", "\"version\":2", StringComparison.Ordinal)));
    }

    [Fact]
    public void Texts_are_escaped_everywhere()
    {
        var report = SampleReport.Of(SampleReport.Run(fault: SampleReport.Evil, findings: SampleReport.Evil), SampleReport.Run(SampleReport.Evil, SampleReport.Evil)) with
        {
            Command = SampleReport.Evil,
            Skipped = [SampleReport.Evil],
        };
        foreach (var text in new[] { ReportHtml.Write(report), MainPicture.Draw(report), ReportMarkdown.Write(report).Replace(SampleReport.Evil, "the command, in its fence", StringComparison.Ordinal) })
        {
            Assert.DoesNotContain("<script", text, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("&lt;script", text, StringComparison.Ordinal);
            Assert.DoesNotContain('\0', text);
        }
    }

    [Fact]
    public void The_page_loads_nothing_from_elsewhere()
    {
        var html = ReportHtml.Write(SampleReport.Of(SampleReport.Run(), SampleReport.Run("stock")));
        Assert.DoesNotContain("http", html.Replace("http-equiv", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("src=", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("url(", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("@import", html, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Pictures_are_well_formed_also_of_little_and_of_nothing()
    {
        var empty = new RunRecorder(0, Clock.Second).Build();
        var nothing = SampleReport.Run() with { Series = empty.Series, GrainGapsMilliseconds = empty.GrainGaps, Numbers = empty.Numbers, Events = [] };
        DrillReport[] reports =
        [
            SampleReport.Of(), SampleReport.Of(nothing), SampleReport.Of(nothing, nothing with { Target = "stock", IsPeer = true }), SampleReport.Of(SampleReport.Run()),
            SampleReport.Of(SampleReport.Run(), SampleReport.Run("stock")), SampleReport.Of(SampleReport.Run(), SampleReport.Run(fault: "freeze"), nothing with { Fault = "none" }),
        ];
        foreach (var report in reports)
        {
            var picture = MainPicture.Draw(report);
            Assert.Equal("svg", XDocument.Parse(picture).Root!.Name.LocalName);
            var page = ReportHtml.Write(report);
            Assert.DoesNotContain("NaN", picture + page, StringComparison.Ordinal);
            Assert.DoesNotContain("Infinity", picture + page, StringComparison.Ordinal);
            Assert.DoesNotContain("∞", picture + page, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_page_does_not_grow_with_the_calls_or_the_events()
    {
        var recorder = new RunRecorder(0, 3600 * Clock.Second);
        for (var i = 0; i < 500_000; i++)
        {
            recorder.Add(Call(due: i * 7200L, end: (i * 7200L) + 3000 + (i * 7919 % 50_000)));
        }

        var (series, gaps, numbers) = recorder.Build();
        var events = Enumerable.Range(0, 5_000).Select(static i => new ReportEvent(i * 0.7, (ReportEventKind)(i % 4), $"event {i} of many"));
        var run = SampleReport.Run() with { Series = series, GrainGapsMilliseconds = gaps, Numbers = numbers, Events = [.. events] };
        Assert.InRange(ReportHtml.Write(SampleReport.Of(run)).Length, 10_000, 700_000);
    }

    [Fact]
    public void The_markdown_table_has_a_row_for_each_fault_and_target_and_a_cell_for_each_column()
    {
        var text = ReportMarkdown.Write(SampleReport.Of(SampleReport.Run(), SampleReport.Run(fault: "a|b\nc"), SampleReport.Run("stock")));
        var table = text.Split('\n').Where(static line => line.StartsWith('|')).ToList();
        Assert.Equal(5, table.Count);
        Assert.All(table, line => Assert.Equal(ReportText.Columns.Count + 1, line.Replace("\\|", "", StringComparison.Ordinal).Count(static character => character == '|')));
        Assert.Contains("| kill | ours | 1 |", text, StringComparison.Ordinal);
        Assert.Contains("a\\|b c", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_four_files_are_written()
    {
        var folder = Directory.CreateTempSubdirectory("aa-report-").FullName;
        try
        {
            var html = await ReportWriter.Write(Path.Combine(folder, "report"), SampleReport.Of(SampleReport.Run()), TestContext.Current.CancellationToken);
            Assert.Equal(["report.html", "report.json", "report.md", "report.svg"], Directory.GetFiles(Path.GetDirectoryName(html)!).Select(Path.GetFileName).Order());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Operation Call(long due, long end) => new() { Id = Guid.CreateVersion7(), Kind = OperationKind.CounterRead, Key = "c", Due = due, Start = due, End = end };
}
