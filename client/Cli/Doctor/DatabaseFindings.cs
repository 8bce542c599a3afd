using System.Globalization;

namespace ActiveActive.Cli.Doctor;

/// <summary>What the settings and figures of a region's database mean for the promises of ActiveActive.</summary>
internal static class DatabaseFindings
{
    private const string Area = "database";
    private const long LeastVersion = 150_000;
    private const long XidWarning = 1_000_000_000;
    private const long XidError = 1_800_000_000;
    private const int ShortMilliseconds = 30_000;
    private const double FullConnections = 0.9;
    private static readonly TimeSpan OldTransaction = TimeSpan.FromMinutes(5);

    /// <summary>Judges them.</summary>
    /// <param name="facts">What the database says.</param>
    /// <param name="pools">How many connections the silos that were asked may take together.</param>
    /// <param name="isRemote">Whether the database is on another machine.</param>
    public static IEnumerable<Finding> Of(DatabaseFacts facts, long pools, bool isRemote) =>
        [.. Version(facts), .. Durability(facts), .. Standbys(facts), .. Timeouts(facts), .. Housekeeping(facts), .. Connections(facts, pools), .. Safety(facts, isRemote)];

    private static IEnumerable<Finding> Version(DatabaseFacts facts)
    {
        yield return facts.Number("server_version_num") >= LeastVersion
            ? Finding.Ok(Area, "version", $"PostgreSQL {facts["server_version"]}, {Size(facts.Size)}")
            : new Finding(Area, "version", FindingLevel.Error, $"PostgreSQL {facts["server_version"]}", "ActiveActive needs PostgreSQL 15 or newer: upgrade the server");
        if (facts["server_encoding"] is var encoding && encoding != "UTF8")
        {
            yield return new Finding(Area, "encoding", FindingLevel.Error, $"The database's encoding is {encoding}", "Make the database anew with ENCODING 'UTF8': keys of grains may have any character");
        }
    }

    private static IEnumerable<Finding> Durability(DatabaseFacts facts)
    {
        var lost = "Turn it on: without it, an acknowledged write may be lost when the server's machine crashes";
        yield return facts["fsync"] == "on" ? Finding.Ok(Area, "fsync", "on") : new Finding(Area, "fsync", FindingLevel.Error, $"fsync is {facts["fsync"]}", $"{lost}, and the database may be damaged");
        yield return facts["full_page_writes"] == "on"
            ? Finding.Ok(Area, "full_page_writes", "on")
            : new Finding(Area, "full_page_writes", FindingLevel.Error, $"full_page_writes is {facts["full_page_writes"]}", "Turn it on, unless the file system never tears a page: a crash may damage the database");
        yield return (facts["synchronous_commit"], facts["synchronous_standby_names"]) switch
        {
            ("off", _) => new Finding(Area, "synchronous_commit", FindingLevel.Error, "synchronous_commit is off", lost),
            ("local", not "") => new Finding(
                Area, "synchronous_commit", FindingLevel.Warning, "synchronous_commit is local, and there are synchronous standbys", "Set it to on: else a commit does not wait for the standby, and its promotion loses acknowledged writes"),
            (var on, _) => Finding.Ok(Area, "synchronous_commit", on),
        };
    }

    private static IEnumerable<Finding> Standbys(DatabaseFacts facts)
    {
        if (facts.IsStandby)
        {
            yield return new Finding(Area, "role", FindingLevel.Error, "This server is a standby", "Name the primary, or all hosts with commas between them, in the connection string");
        }
        else if (facts["default_transaction_read_only"] == "on")
        {
            yield return new Finding(Area, "default_transaction_read_only", FindingLevel.Error, "Transactions are read-only", "Turn it off for this user: alter role ... set default_transaction_read_only = off");
        }

        yield return (facts.Standbys, facts["synchronous_standby_names"], facts["archive_mode"]) switch
        {
            ( > 0, not "", _) => Finding.Ok(Area, "standby", $"{facts.Standbys} connected, and commits wait for one"),
            (0, not "", _) => new Finding(Area, "standby", FindingLevel.Error, "Commits wait for a synchronous standby, and none is connected", "Bring the standby back, or clear synchronous_standby_names: until then no write ends"),
            ( > 0, _, _) => new Finding(Area, "standby", FindingLevel.Note, $"{facts.Standbys} connected, asynchronously: its promotion may lose the last moments"),
            (_, _, "off") => new Finding(Area, "standby", FindingLevel.Note, "There is no standby and no archive of the log: what a lost disk costs is all since the last backup, but for what other regions have"),
            _ => new Finding(Area, "standby", FindingLevel.Note, "There is no standby; the log is archived"),
        };
        foreach (var slot in facts.IdleSlots)
        {
            yield return new Finding(Area, "replication slot", FindingLevel.Warning, $"Nobody reads the replication slot {slot}", $"Bring its reader back, or drop it: select pg_drop_replication_slot('{slot}'). It keeps the server's log until the disk is full");
        }
    }

    private static IEnumerable<Finding> Timeouts(DatabaseFacts facts)
    {
        foreach (var setting in (string[])["statement_timeout", "transaction_timeout", "lock_timeout"])
        {
            if (facts.Number(setting) is > 0 and < ShortMilliseconds and var milliseconds)
            {
                yield return new Finding(Area, setting, FindingLevel.Warning, $"{setting} is {milliseconds} ms for this user", $"Set it to 0, or above 30 s, for the user of the silos: audits, migrations and large flushes take longer than that");
            }
        }

        yield return facts.Number("idle_in_transaction_session_timeout") switch
        {
            0 => new Finding(Area, "idle_in_transaction_session_timeout", FindingLevel.Note, "A session that hangs within a transaction may hold its locks for ever. One minute would do: silos never wait within a transaction"),
            < 5_000 and var milliseconds => new Finding(Area, "idle_in_transaction_session_timeout", FindingLevel.Warning, $"It is {milliseconds} ms", "Set it to a minute: on a busy machine a silo may pause for seconds between two statements"),
            var milliseconds => Finding.Ok(Area, "idle_in_transaction_session_timeout", $"{milliseconds / 1000} s"),
        };
    }

    private static IEnumerable<Finding> Housekeeping(DatabaseFacts facts)
    {
        yield return facts["autovacuum"] == "on" && facts["track_counts"] == "on"
            ? Finding.Ok(Area, "autovacuum", "on")
            : new Finding(Area, "autovacuum", FindingLevel.Error, $"autovacuum is {facts["autovacuum"]}, track_counts is {facts["track_counts"]}", "Turn both on: rows of states are updated all the time, and tables would grow without end");
        if (facts.OldestTransaction is { } age && age >= OldTransaction)
        {
            yield return new Finding(
                Area, "oldest transaction", FindingLevel.Warning, string.Create(CultureInfo.InvariantCulture, $"It has been open for {age.TotalMinutes:0} minutes"), "Find it in pg_stat_activity (order by xact_start) and end it: nothing that died since can be cleaned up");
        }

        if (facts.XidAge >= XidWarning)
        {
            yield return new Finding(
                Area, "transaction ids", facts.XidAge >= XidError ? FindingLevel.Error : FindingLevel.Warning, $"The oldest row was frozen {facts.XidAge:N0} transactions ago", "Run vacuum freeze on the largest tables now, and find out what holds autovacuum up: at two thousand million the server stops taking writes");
        }
    }

    private static IEnumerable<Finding> Connections(DatabaseFacts facts, long pools)
    {
        var most = facts.Number("max_connections") - facts.Number("superuser_reserved_connections") - facts.Number("reserved_connections");
        yield return
            pools > most ? new Finding(Area, "max_connections", FindingLevel.Error, $"The silos may take {pools} connections together, the server has {most}", "Lower MaxConnections of the silos, or raise max_connections: under load a silo would be refused connections")
            : facts.Connections >= most * FullConnections ? new Finding(Area, "max_connections", FindingLevel.Error, $"{facts.Connections} of {most} connections are in use", "Raise max_connections, or find out who else is connected (pg_stat_activity)")
            : Finding.Ok(Area, "max_connections", $"{facts.Connections} of {most} in use{(pools > 0 ? $"; the silos that were asked may take {pools}" : "")}");
    }

    private static IEnumerable<Finding> Safety(DatabaseFacts facts, bool isRemote)
    {
        if (facts["zero_damaged_pages"] == "on")
        {
            yield return new Finding(Area, "zero_damaged_pages", FindingLevel.Error, "Damaged pages are taken for empty ones", "Turn it off: what is damaged must be seen");
        }

        if (facts["data_checksums"] == "off")
        {
            yield return new Finding(Area, "data_checksums", FindingLevel.Note, "A disk that changes pages is not noticed: pg_checksums --enable turns checksums on while the server is stopped");
        }

        if (isRemote && facts["ssl"] != "on")
        {
            yield return new Finding(Area, "ssl", FindingLevel.Warning, "The server does not encrypt connections, and it is on another machine", "Give the server a certificate, turn ssl on, and put SSL Mode=VerifyFull into the connection strings");
        }
    }

    private static string Size(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0 / 1024:N0} MiB");
}
