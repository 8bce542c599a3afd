using ActiveActive.Cli.Status;
using ActiveActive.Client.Connection;
using ActiveActive.Database.Migration;
using Npgsql;

namespace ActiveActive.Cli.Doctor;

/// <summary>Looks at a region from everywhere at once, and says what it finds. Nothing that fails keeps it from the rest.</summary>
/// <param name="region">The region.</param>
/// <param name="urls">The addresses of silos' HTTP that are known.</param>
/// <param name="patience">How long each question may take.</param>
internal sealed class Examination(KnownRegion region, IReadOnlyList<Uri> urls, TimeSpan patience)
{
    private const string Configuration = "configuration";
    private const string Database = "database";
    private const string Schema = "schema";

    public async Task<DoctorReport> Run(CancellationToken cancellation)
    {
        var findings = new List<Finding>();
        var silos = await AskSilos(cancellation);
        var connection = Read(findings);
        var (ahead, schema) = connection is null ? (null, 0) : await LookIntoDatabase(connection, silos, findings, cancellation);
        if (urls.Count == 0)
        {
            findings.Add(new Finding("silos", "HTTP", FindingLevel.Note, "No silo was asked for its health: their HTTP addresses are not in the database. Give them with --url, once for each"));
        }

        findings.AddRange(SiloFindings.OfEach(silos, region.Name));
        findings.AddRange(SiloFindings.OfVersions(silos, schema));
        findings.AddRange(ClockFindings.Of(ahead, silos));
        return DoctorReport.Of(region.Name, findings);
    }

    private async Task<IReadOnlyList<AskedSilo>> AskSilos(CancellationToken cancellation)
    {
        using var reader = new SiloReader(patience);
        return await Task.WhenAll(urls.Select(url => reader.Ask(url, cancellation)));
    }

    private NpgsqlConnectionStringBuilder? Read(List<Finding> findings)
    {
        NpgsqlConnectionStringBuilder connection;
        try
        {
            connection = new NpgsqlConnectionStringBuilder(region.Database);
        }
        catch (Exception error) when (error is ArgumentException or FormatException)
        {
            // Its message may repeat a part of the password.
            findings.Add(new Finding(Configuration, "Database", FindingLevel.Error, "The connection string cannot be read", "Write it as Host=db;Database=activeactive;Username=app;Password=...; a password with ; or = in it needs double quotes"));
            return null;
        }

        if (PrimaryDataSource.Wrong(connection) is { } wrong)
        {
            findings.Add(new Finding(Configuration, "Database", FindingLevel.Error, $"The connection string {wrong}", "Correct it"));
            return null;
        }

        findings.AddRange(ConnectionFindings.Of(connection, IsRemote(connection)));
        findings.Add(Finding.Ok(Configuration, "Database", "The connection string can be read"));
        return connection;
    }

    private async Task<(TimeSpan? Ahead, int Schema)> LookIntoDatabase(NpgsqlConnectionStringBuilder connection, IReadOnlyList<AskedSilo> silos, List<Finding> findings, CancellationToken cancellation)
    {
        try
        {
            var schema = await DatabaseMigrator.StatusAsync(region.Database, cancellation);
            findings.Add(Of(schema));
            connection.Timeout = (int)patience.TotalSeconds;
            connection.CommandTimeout = (int)patience.TotalSeconds * 2;
            await using var database = new PrimaryDataSource(connection.ConnectionString);
            await using var session = await database.Current.OpenConnectionAsync(cancellation);
            var ahead = await DatabaseReader.ClockAhead(session, cancellation);
            findings.AddRange(DatabaseFindings.Of(await DatabaseReader.Read(session, cancellation), silos.Sum(static silo => silo.Answer?.MaxConnections ?? 0), IsRemote(connection)));
            if (schema.DatabaseVersion > 0)
            {
                var members = await MembershipReader.Read(database.Current, region.Name, cancellation);
                findings.AddRange(MemberFindings.Of(members, DateTime.UtcNow + ahead));
                findings.AddRange(await new PortCheck(patience).Look(members, cancellation));
                if (members.Any(static member => member.IsActive))
                {
                    findings.AddRange(await new LinkCheck(region.Name, region.Database, patience).Look(cancellation));
                }
            }

            return (ahead, schema.DatabaseVersion);
        }
        catch (Exception error) when (!cancellation.IsCancellationRequested && error is DatabaseSetupException or NpgsqlException or TimeoutException or IOException)
        {
            findings.Add(new Finding(Database, "connection", FindingLevel.Error, error.Message, "Bring the database back, or correct the connection string; nothing more can be told of it"));
            return (null, 0);
        }
    }

    private static Finding Of(MigrationStatus schema) =>
        schema.DatabaseVersion == 0 ? new Finding(Schema, "version", FindingLevel.Error, "The database is empty", "Run `aactl db migrate` against it, or start a silo with MigrateAtStart")
        : schema.RequiredCodeVersion > schema.CodeVersion ? new Finding(Schema, "version", FindingLevel.Error, $"The database demands code that knows migration {schema.RequiredCodeVersion}; this program knows {schema.CodeVersion}", "Use the newer program")
        : schema.Pending.Count > 0 ? new Finding(Schema, "version", FindingLevel.Warning, $"The database has version {schema.DatabaseVersion}, this program knows {schema.CodeVersion}", "`aactl db migrate` brings it up to date; silos of this version refuse to start until then")
        : Finding.Ok(Schema, "version", $"{schema.DatabaseVersion}");

    private static bool IsRemote(NpgsqlConnectionStringBuilder connection) => !(connection.Host ?? "").Split(',', StringSplitOptions.TrimEntries)
        .All(static host => host.StartsWith('/') || host.StartsWith("localhost", StringComparison.Ordinal) || host.StartsWith("127.", StringComparison.Ordinal) || host is "::1" or "[::1]");
}
