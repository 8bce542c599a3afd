using System.CommandLine;
using ActiveActive.Cli.Output;
using ActiveActive.Database.Import;
using ActiveActive.Database.Migration;

namespace ActiveActive.Cli.Db;

/// <summary><c>aactl db</c>: the region's database schema.</summary>
internal static class DbCommand
{
    public static Command Create()
    {
        var command = new Command("db", "Inspect or migrate a region's database");
        var choice = new RegionChoice(command, recursive: true);

        var migrate = new Command("migrate", "Apply the migrations that the database lacks; safe while silos of the version before run");
        migrate.Runs(context => Migrate(context, choice));
        command.Add(migrate);

        var status = new Command("status", "Show which migrations are applied and which are pending");
        status.Runs(context => Status(context, choice));
        command.Add(status);

        var serviceId = new Option<string>("--service-id") { Description = "The application's ServiceId", DefaultValueFactory = static _ => "activeactive" };
        var source = new Option<string?>("--from") { Description = "Connection string of the database with its OrleansStorage table; default: the region's own", HelpName = "connection" };
        var import = new Command("import-adonet", "Hand the state that Orleans' ADO.NET storage keeps to the group committer, while the application is stopped") { serviceId, source };
        import.Runs(context => Import(context, choice, context.Get(source), context.Get(serviceId)!));
        command.Add(import);
        return command;
    }

    private static async Task<int> Migrate(CommandContext context, RegionChoice choice)
    {
        var report = await DatabaseMigrator.MigrateAsync(choice.Require(context).Database, cancellationToken: context.Cancellation);
        context.Terminal.Answer(
            new { report.DatabaseVersion, report.Applied, Seconds = report.Duration.TotalSeconds },
            console => console.Profile.Out.Writer.WriteLine(
                report.Applied.Count == 0
                    ? $"Nothing to do: the database is at version {report.DatabaseVersion}."
                    : $"Applied {string.Join(", ", report.Applied)}. The database is at version {report.DatabaseVersion} now."));
        return ExitCode.Ok;
    }

    private static async Task<int> Import(CommandContext context, RegionChoice choice, string? source, string serviceId)
    {
        try
        {
            var report = await AdoNetImport.RunAsync(choice.Require(context).Database, source, serviceId, context.Cancellation);
            context.Terminal.Answer(report, console => console.Profile.Out.Writer.WriteLine(
                $"{(source is null ? "" : $"Copied {report.Copied} rows and compared each with its source. ")}{report.Rows} rows of ServiceId '{serviceId}' are handed over: each is taken over when its grain first reads it. Start the silos with Storage:Provider GroupCommit (the default)."));
            return ExitCode.Ok;
        }
        catch (AdoNetImportException error)
        {
            throw new CliException(error.Message);
        }
    }

    private static async Task<int> Status(CommandContext context, RegionChoice choice)
    {
        var status = await DatabaseMigrator.StatusAsync(choice.Require(context).Database, context.Cancellation);
        context.Terminal.Answer(status, console =>
        {
            var writer = console.Profile.Out.Writer;
            writer.WriteLine($"Database version {status.DatabaseVersion}, code version {status.CodeVersion}: {(status.IsUsable ? "usable" : "not usable as it is")}.");
            foreach (var pending in status.Pending)
            {
                writer.WriteLine($"  pending: {pending}");
            }

            if (status.RequiredCodeVersion > status.CodeVersion)
            {
                writer.WriteLine($"  it demands code of version {status.RequiredCodeVersion} or newer");
            }
        });
        return status.IsUsable ? ExitCode.Ok : ExitCode.Failed;
    }
}
