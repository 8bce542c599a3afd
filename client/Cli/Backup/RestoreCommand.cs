using System.CommandLine;
using ActiveActive.Cli.Output;
using ActiveActive.Database.Backup;

namespace ActiveActive.Cli.Backup;

/// <summary><c>aactl restore</c>: a backup into empty databases, as a new incarnation of the region.</summary>
internal static class RestoreCommand
{
    public static Command Create()
    {
        var folder = new Option<string>("--from") { Description = "Folder that `aactl backup` made", HelpName = "folder", Required = true };
        var database = new Option<string>("--database") { Description = "Connection string of the region's new database, which exists and is empty", HelpName = "connection string", Required = true };
        var shards = new Option<string[]>("--shard") { Description = "The same for a shard, when the backup has them; once for each, in their order", HelpName = "connection string" };
        var command = new Command("restore", "Restore a backup into an empty database, as a new incarnation of the region") { folder, database, shards };
        command.Runs(context => Run(context, context.Get(folder)!, context.Get(database)!, context.Get(shards) ?? []));
        return command;
    }

    private static async Task<int> Run(CommandContext context, string folder, string database, string[] shards)
    {
        try
        {
            var report = await RegionRestore.RunAsync(Path.GetFullPath(folder), database, shards, context.Cancellation);
            context.Terminal.Answer(report, console => console.Profile.Out.Writer.WriteLine(
                $"Restored the backup of {report.Backup.MadeAt:u}; all row counts agree. This is incarnation {report.Incarnation} of the region. What was acknowledged after the backup is not in it. Start silos with this database."));
            return ExitCode.Ok;
        }
        catch (BackupException error)
        {
            throw new CliException(error.Message);
        }
    }
}
