using ActiveActive.Silo.Console.Exchange;
using ActiveActive.Silo.Console.Measuring;
using ActiveActive.Silo.Console.Model;
using ActiveActive.Silo.Console.Overviews;
using ActiveActive.Silo.Console.Reports;
using Microsoft.Extensions.Time.Testing;

namespace ActiveActive.Tests.Unit.ConsoleApi;

public sealed class OverviewMakerTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    [Theory]
    [InlineData("Serving", "active active")]
    [InlineData("Serving", "active dead-long-ago")]
    [InlineData("Impaired", "active dead")]
    [InlineData("Serving", "active-again dead")]
    [InlineData("Impaired", "active suspect")]
    [InlineData("Impaired", "active joining-not-whole")]
    [InlineData("Serving", "active database-down")]
    [InlineData("DatabaseDown", "database-down database-down")]
    [InlineData("Down", "joining dead")]
    [InlineData("Down", "draining")]
    public void The_status_of_a_region_is_the_worst_that_is_true(string expected, string silos)
    {
        var members = silos.Split(' ').Select((what, number) => what switch
        {
            "active" => Member($"s{number}", SiloStatusWord.Active),
            "active-again" => Member("s1", SiloStatusWord.Active),
            "suspect" => Member($"s{number}", SiloStatusWord.Suspect),
            "dead" => Member($"s{number}", SiloStatusWord.Dead, since: 5),
            "dead-long-ago" => Member($"s{number}", SiloStatusWord.Dead, since: 61),
            "joining-not-whole" => Member($"s{number}", SiloStatusWord.Joining, report: Report($"s{number}") with { IsWhole = false }),
            "database-down" => Member($"s{number}", SiloStatusWord.Active, report: Report($"s{number}") with { Database = new DatabaseReport(false, null, null, null, null, null) }),
            "draining" => Member($"s{number}", SiloStatusWord.Draining),
            _ => Member($"s{number}", SiloStatusWord.Joining),
        });
        Assert.Equal(expected, Make(Known("eu", 0, [.. members])).Regions[0].Status.ToString());
    }

    [Fact]
    public void What_was_told_long_ago_says_nothing_of_the_present_and_is_shown_with_its_time()
    {
        var heard = Known("us", 30, Member("a", SiloStatusWord.Active, reportAge: 2));
        var overview = Make(Known("eu", 0, Member("b", SiloStatusWord.Active)), heard with { IsReachable = false, Reason = "No silo of region us answers." });

        var us = overview.Regions[1];
        Assert.Equal((RegionStatus.Unknown, false, overview.AsOf - TimeSpan.FromSeconds(30)), (us.Status, us.IsReachable, us.AsOf!.Value));
        var silo = overview.Silos.Single(static silo => silo.Region == "us");
        Assert.Equal((overview.AsOf - TimeSpan.FromSeconds(30), overview.AsOf - TimeSpan.FromSeconds(32)), (silo.StatusAsOf, silo.AsOf!.Value));
        Assert.Equal(LinkStatus.Unknown, overview.Links.Single(static link => link.To == "us").Status);
    }

    [Fact]
    public void A_region_is_the_sum_of_its_silos_and_its_percentiles_are_of_all_calls()
    {
        var slow = new long[LatencyScale.Buckets];
        slow[LatencyScale.Of(1)] = 300;
        var fast = new long[LatencyScale.Buckets];
        fast[LatencyScale.Of(0.001)] = 700;
        var overview = Make(Known(
            "eu",
            0,
            Member("a", SiloStatusWord.Active, report: Report("a", calls: 70) with { Latencies = Pairs.Write(fast) }),
            Member("b", SiloStatusWord.Active, report: Report("b", calls: 30) with { Latencies = Pairs.Write(slow) }),
            Member("c", SiloStatusWord.Dead, since: 1, report: Report("c", calls: 1000))));

        var figures = overview.Regions[0].Figures!;
        Assert.Equal((100, 2), (figures.CallsPerSecond, figures.SilosActive));
        Assert.InRange(figures.Latency.P50!.Value, 0.0009, 0.0011);
        Assert.InRange(figures.Latency.P99!.Value, 0.9, 1.1);
        Assert.Null(overview.Silos.Single(static silo => silo.Name == "c").Figures);
    }

    [Theory]
    [InlineData(true, 0.5, "InSync")]
    [InlineData(true, 20.0, "CatchingUp")]
    [InlineData(false, 0.5, "Cut")]
    [InlineData(null, 20.0, "Cut")]
    [InlineData(true, null, "InSync")]
    public void A_link_is_told_by_the_silo_that_merges(bool? isUp, double? age, string expected)
    {
        var link = new LinkReport("us", isUp, age, new LatencyView(0.01, 0.02, null), 3, 100, 1, 5, 0);
        var overview = Make(
            Known("eu", 0, Member("a", SiloStatusWord.Active), Member("b", SiloStatusWord.Active, reportAge: 1, report: Report("b") with { IsMerging = true, Links = [link] })),
            Known("us", 0, Member("x", SiloStatusWord.Active)));

        Assert.Equal([("us", "eu"), ("eu", "us")], overview.Links.Select(static one => (one.From, one.To)));
        var shown = overview.Links[0];
        Assert.Equal((expected, "b", age, overview.AsOf - TimeSpan.FromSeconds(1)), (shown.Status.ToString(), shown.PulledBy, shown.WatermarkAgeSeconds, shown.AsOf!.Value));
        Assert.Equal(LinkStatus.Unknown, overview.Links[1].Status);
    }

    [Fact]
    public void Findings_that_fail_come_first()
    {
        var overview = Make(Known("eu", 0, Member("a", SiloStatusWord.Active, report: Report("a") with { Findings = [new("backup", "critical", false, null, null, 0), new("tls", "warning", true, "Off.", "Turn it on.", 4)] })));
        Assert.Equal(["tls", "backup"], overview.Findings.Select(static one => one.Name));
        Assert.Equal(overview.AsOf - TimeSpan.FromSeconds(4), overview.Findings[0].AsOf);
    }

    private static MemberReport Member(string name, SiloStatusWord status, double? since = null, double reportAge = 0, SiloReport? report = null) => new(name, $"127.0.0.1:1@{name}", status, since, report ?? Report(name), reportAge);

    private static SiloReport Report(string name, double calls = 0) => new(
        name, "127.0.0.1:1@1", null, "http://127.0.0.1:8080", "1.0", 60, false, true,
        new SiloFigures(0, 0, 0, 0, [], 0, 0, calls, 0, 0, 0, 0, new LatencyView(null, null, null), 0, 0, new LatencyView(null, null, null)),
        [], [], new DatabaseReport(true, null, null, null, null, null), null, null, [], [], 0);

    private KnownRegion Known(string name, double age, params MemberReport[] members) =>
        new(name, true, null, name, new Heard<RegionReport>(new RegionReport(name, members[0].Name, members, []), _time.GetTimestamp() - (long)(age * _time.TimestampFrequency)));

    private Overview Make(params KnownRegion[] regions) =>
        new OverviewMaker(_time, _time.GetUtcNow(), _time.GetTimestamp()).Make(regions[0].Name, "a", new Abilities(false, false, "1.0"), regions, []);
}
