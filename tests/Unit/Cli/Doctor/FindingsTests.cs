using ActiveActive.Cli.Doctor;
using ActiveActive.Cli.Status;
using Npgsql;

namespace ActiveActive.Tests.Unit.Cli.Doctor;

public sealed class FindingsTests
{
    private static readonly DateTime Now = new(2026, 11, 28, 12, 0, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData(nameof(FindingLevel.Ok), 0)]
    [InlineData(nameof(FindingLevel.Note), 0)]
    [InlineData(nameof(FindingLevel.Warning), 3)]
    [InlineData(nameof(FindingLevel.Error), 1)]
    public void The_worst_finding_makes_the_exit_code(string level, int exitCode)
    {
        Assert.Equal(exitCode, DoctorReport.Of("eu", [Finding.Ok("a", "b", "c"), new Finding("a", "b", Enum.Parse<FindingLevel>(level), "c"), Finding.Ok("a", "b", "c")]).ExitCode);
        Assert.Equal(0, DoctorReport.Of("eu", []).ExitCode);
    }

    [Fact]
    public void Members_are_to_be_several_and_to_say_that_they_live()
    {
        Assert.Equal([FindingLevel.Error], Levels(MemberFindings.Of([], Now)));
        Assert.Equal([FindingLevel.Warning], Levels(MemberFindings.Of([Silo("a")], Now)));
        Assert.Equal([FindingLevel.Ok], Levels(MemberFindings.Of([Silo("a"), Silo("b"), Silo("c", "dead")], Now)));
        Assert.Equal([FindingLevel.Ok, FindingLevel.Error], Levels(MemberFindings.Of([Silo("a"), Silo("b", aliveAgo: 60)], Now)));
        Assert.Equal([FindingLevel.Ok, FindingLevel.Note], Levels(MemberFindings.Of([Silo("a"), Silo("b"), Silo("c", "joining")], Now)));
    }

    [Fact]
    public void Silos_that_do_not_answer_are_not_ready_or_belong_elsewhere_are_errors()
    {
        Assert.Equal([FindingLevel.Error], Levels(SiloFindings.OfEach([new AskedSilo(new("http://a"), null, "did not answer", default, default)], "eu")));
        Assert.Contains(SiloFindings.OfEach([Asked(Answer("a") with { IsReady = false, NotReady = "It leaves." })], "eu"), static finding => finding is { Level: FindingLevel.Error, Subject: "a" } && finding.Says.Contains("It leaves.", StringComparison.Ordinal));
        Assert.Contains(SiloFindings.OfEach([Asked(Answer("a") with { Region = "us" })], "eu"), static finding => finding is { Level: FindingLevel.Error, Subject: "a" });
        Assert.All(SiloFindings.OfEach([Asked(Answer("a")), Asked(Answer("b"))], "eu"), static finding => Assert.Equal(FindingLevel.Ok, finding.Level));
    }

    [Fact]
    public void A_check_that_fails_on_several_silos_is_one_finding_as_bad_as_it_is()
    {
        SiloAnswer.Check warning = new("backup", "failing", "warning", "none", "make one"), critical = new("database", "failing", "critical", "down", "start it"), unknown = new("clock", "unknown", "critical", "?", "look");
        var found = SiloFindings.OfEach([Asked(Answer("a", warning, critical)), Asked(Answer("b", warning, unknown) with { Off = ["residency"] })], "eu").Where(static finding => finding.Area == "health").ToList();
        Assert.Equal([("backup", FindingLevel.Warning), ("database", FindingLevel.Error), ("clock", FindingLevel.Warning), ("residency", FindingLevel.Note)], found.Select(static finding => (finding.Subject, finding.Level)));
        Assert.Contains("(a, b)", found[0].Says, StringComparison.Ordinal);
        Assert.Equal("make one", found[0].Advice);
    }

    [Fact]
    public void Different_versions_are_told()
    {
        Assert.Equal([FindingLevel.Ok], Levels(SiloFindings.OfVersions([Asked(Answer("a")), Asked(Answer("b"))], 15)));
        Assert.Equal([FindingLevel.Warning, FindingLevel.Note], Levels(SiloFindings.OfVersions([Asked(Answer("a")), Asked(Answer("b") with { Version = "0.9", Schema = 14 })], 15)));
        Assert.Empty(SiloFindings.OfVersions([], 15));
    }

    [Fact]
    public void Clocks_are_compared_with_the_databases()
    {
        AskedSilo[] silos = [Asked(Answer("a")), Asked(Answer("b")) with { ClockOffset = TimeSpan.FromSeconds(2) }, Asked(Answer("c")) with { ClockOffset = TimeSpan.FromSeconds(-8) }];
        Assert.Equal([FindingLevel.Ok, FindingLevel.Ok, FindingLevel.Warning, FindingLevel.Error], Levels(ClockFindings.Of(TimeSpan.Zero, silos)));

        // This machine's clock is wrong, and nobody else's.
        Assert.Equal([FindingLevel.Warning, FindingLevel.Ok], Levels(ClockFindings.Of(TimeSpan.FromSeconds(2), [silos[1]])));
        Assert.Equal([FindingLevel.Warning], Levels(ClockFindings.Of(null, [silos[2]])));
    }

    [Fact]
    public void Links_that_break_changes_put_aside_and_a_region_that_is_not_whole_are_told()
    {
        PeerStatus well = new("us", null, true, 0, 3, 4), silent = new("ap", "refused", false, 0, 0, 0), rejoins = new("af", null, false, 0, 0, 0);
        Assert.Equal([FindingLevel.Ok, FindingLevel.Error, FindingLevel.Warning], Levels(LinkCheck.Of(new RegionsStatus("eu/1", true, 0, [well, silent, rejoins], []))));
        Assert.Equal([FindingLevel.Error, FindingLevel.Error], Levels(LinkCheck.Of(new RegionsStatus("eu/1", false, 2, [], []))));
    }

    [Theory]
    [InlineData("Host=db;SSL Mode=VerifyFull", true, nameof(FindingLevel.Ok))]
    [InlineData("Host=db", true, nameof(FindingLevel.Warning))]
    [InlineData("Host=db;SSL Mode=VerifyFull;Pooling=false", true, nameof(FindingLevel.Warning))]
    [InlineData("Host=db;SSL Mode=VerifyFull;Maximum Pool Size=2", true, nameof(FindingLevel.Error))]
    [InlineData("Host=127.0.0.1;Timeout=0", false, nameof(FindingLevel.Warning))]
    public void What_is_odd_about_a_connection_string_is_told(string connection, bool isRemote, string worst) =>
        Assert.Equal(worst, ConnectionFindings.Of(new NpgsqlConnectionStringBuilder(connection), isRemote).Max(static finding => finding.Level).ToString());

    private static List<FindingLevel> Levels(IEnumerable<Finding> findings) => [.. findings.Select(static finding => finding.Level)];

    private static Member Silo(string name, string status = "active", int aliveAgo = 1) => new(name, "10.0.0.1", 1, 1, 2, status, Now.AddHours(-1), Now.AddSeconds(-aliveAgo));

    private static SiloAnswer Answer(string silo, params SiloAnswer.Check[] checks) => new("eu", silo, "1.0", 15, Now, 20, true, null, checks, []);

    private static AskedSilo Asked(SiloAnswer answer) => new(new("http://a"), answer, null, default, TimeSpan.FromMilliseconds(2));
}
