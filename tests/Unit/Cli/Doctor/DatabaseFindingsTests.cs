using ActiveActive.Cli.Doctor;

namespace ActiveActive.Tests.Unit.Cli.Doctor;

public sealed class DatabaseFindingsTests
{
    private static readonly Dictionary<string, string> Good = new()
    {
        ["server_version"] = "16.4",
        ["server_version_num"] = "160004",
        ["server_encoding"] = "UTF8",
        ["max_connections"] = "100",
        ["superuser_reserved_connections"] = "3",
        ["fsync"] = "on",
        ["full_page_writes"] = "on",
        ["synchronous_commit"] = "on",
        ["synchronous_standby_names"] = "",
        ["statement_timeout"] = "0",
        ["idle_in_transaction_session_timeout"] = "60000",
        ["autovacuum"] = "on",
        ["track_counts"] = "on",
        ["archive_mode"] = "on",
        ["default_transaction_read_only"] = "off",
        ["data_checksums"] = "on",
        ["ssl"] = "on",
        ["zero_damaged_pages"] = "off",
    };

    [Fact]
    public void A_good_database_needs_nothing() =>
        Assert.DoesNotContain(DatabaseFindings.Of(Facts(), 60, isRemote: true), static finding => finding.Level > FindingLevel.Note || (finding.Level == FindingLevel.Note && finding.Subject != "standby"));

    [Theory]
    [InlineData("server_version_num", "140010", nameof(FindingLevel.Error), "version")]
    [InlineData("server_encoding", "LATIN1", nameof(FindingLevel.Error), "encoding")]
    [InlineData("fsync", "off", nameof(FindingLevel.Error), "fsync")]
    [InlineData("full_page_writes", "off", nameof(FindingLevel.Error), "full_page_writes")]
    [InlineData("synchronous_commit", "off", nameof(FindingLevel.Error), "synchronous_commit")]
    [InlineData("synchronous_standby_names", "s1", nameof(FindingLevel.Error), "standby")] // and none is connected
    [InlineData("archive_mode", "off", nameof(FindingLevel.Note), "standby")]
    [InlineData("statement_timeout", "5000", nameof(FindingLevel.Warning), "statement_timeout")]
    [InlineData("statement_timeout", "60000", null, "statement_timeout")]
    [InlineData("lock_timeout", "100", nameof(FindingLevel.Warning), "lock_timeout")]
    [InlineData("idle_in_transaction_session_timeout", "0", nameof(FindingLevel.Note), "idle_in_transaction_session_timeout")]
    [InlineData("idle_in_transaction_session_timeout", "1000", nameof(FindingLevel.Warning), "idle_in_transaction_session_timeout")]
    [InlineData("autovacuum", "off", nameof(FindingLevel.Error), "autovacuum")]
    [InlineData("track_counts", "off", nameof(FindingLevel.Error), "autovacuum")]
    [InlineData("default_transaction_read_only", "on", nameof(FindingLevel.Error), "default_transaction_read_only")]
    [InlineData("max_connections", "50", nameof(FindingLevel.Error), "max_connections")] // the silos may take 60
    [InlineData("data_checksums", "off", nameof(FindingLevel.Note), "data_checksums")]
    [InlineData("zero_damaged_pages", "on", nameof(FindingLevel.Error), "zero_damaged_pages")]
    [InlineData("ssl", "off", nameof(FindingLevel.Warning), "ssl")]
    public void A_setting_that_breaks_a_promise_is_told_with_what_to_do(string setting, string value, string? level, string subject)
    {
        var found = DatabaseFindings.Of(Facts(new(Good) { [setting] = value }), 60, isRemote: true).Where(finding => finding.Subject == subject).ToList();
        Assert.Equal(level, found.Count == 0 ? null : found.Single().Level.ToString());
        Assert.All(found.Where(static finding => finding.Level >= FindingLevel.Warning), static finding => Assert.False(string.IsNullOrEmpty(finding.Advice)));
    }

    [Fact]
    public void A_standby_slots_that_nobody_reads_an_old_transaction_and_ids_that_run_out_are_told()
    {
        Dictionary<string, FindingLevel> told = DatabaseFindings.Of(Facts() with { IsStandby = true, IdleSlots = ["gone"], OldestTransaction = TimeSpan.FromMinutes(6), XidAge = 1_900_000_000 }, 60, isRemote: false)
            .ToDictionary(static finding => finding.Subject, static finding => finding.Level);
        Assert.Equal((FindingLevel.Error, FindingLevel.Warning, FindingLevel.Warning, FindingLevel.Error), (told["role"], told["replication slot"], told["oldest transaction"], told["transaction ids"]));
    }

    [Fact]
    public void Commits_that_wait_for_a_standby_need_one_and_local_ones_lose_its_worth()
    {
        var synchronous = new Dictionary<string, string>(Good) { ["synchronous_standby_names"] = "s1" };
        Assert.Equal(FindingLevel.Ok, Of(Facts(synchronous) with { Standbys = 1 }, "standby"));
        Assert.Equal(FindingLevel.Warning, Of(Facts(new(synchronous) { ["synchronous_commit"] = "local" }) with { Standbys = 1 }, "synchronous_commit"));
        Assert.Equal(FindingLevel.Note, Of(Facts() with { Standbys = 1 }, "standby"));
    }

    [Fact]
    public void Connections_that_are_nearly_all_in_use_are_an_error() => Assert.Equal(FindingLevel.Error, Of(Facts() with { Connections = 90 }, "max_connections"));

    private static FindingLevel Of(DatabaseFacts facts, string subject) => DatabaseFindings.Of(facts, 60, isRemote: false).Single(finding => finding.Subject == subject).Level;

    private static DatabaseFacts Facts(Dictionary<string, string>? settings = null) => new(settings ?? Good, false, 20, TimeSpan.FromSeconds(1), 0, [], 50_000_000, 1 << 30);
}
