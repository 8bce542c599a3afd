using System.CommandLine;
using ActiveActive.Cli.Output;
using ActiveActive.Database.Backup;

namespace ActiveActive.Cli.Backup;

/// <summary><c>aactl backup</c>: a region's data, by PostgreSQL's own tools.</summary>
internal static class BackupCommand
{
    public static Command Create()
    {
        var folder = new Option<string>("--to") { Description = "Folder to make the backup in: new or empty", HelpName = "folder", Required = true };
        var shards = new Option<string[]>("--shard") { Description = "Connection string of a shard, when the region has them; once for each, in their order", HelpName = "connection string" };
        var command = new Command("backup", "Back up a region's data, while it runs (with shards: while it is stopped)") { folder, shards };
        var choice = new RegionChoice(command);
        command.Runs(context => Run(context, choice, context.Get(folder)!, context.Get(shards) ?? []));
        return command;
    }

    private static async Task<int> Run(CommandContext context, RegionChoice choice, string folder, string[] shards)
    {
        try
        {
            var backup = await RegionBackup.RunAsync(choice.Require(context).Database, shards, Path.GetFullPath(folder), context.Cancellation);
            context.Terminal.Answer(backup, console => console.Profile.Out.Writer.WriteLine(
                $"Backed up {backup.Shards.Prepend(backup.Region).Sum(static part => part.Rows["activeactive.state"]):N0} states ({backup.Shards.Prepend(backup.Region).Sum(static part => part.Bytes) / 1024.0 / 1024:N1} MiB) to {Path.GetFullPath(folder)}."));
            return ExitCode.Ok;
        }
        catch (BackupException error)
        {
            throw new CliException(error.Message);
        }
    }
}
