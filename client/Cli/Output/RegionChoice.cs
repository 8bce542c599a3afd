using System.CommandLine;
using ActiveActive.Cli.Status;
using ActiveActive.TestKit.Regions;

namespace ActiveActive.Cli.Output;

/// <summary>The options by which a command is told which region it is about.</summary>
internal sealed class RegionChoice
{
    private readonly Option<string> _data = new("--data") { Description = "Data folder of a region started by `aactl up`", HelpName = "folder", DefaultValueFactory = static _ => RegionFolder.Default };
    private readonly Option<string?> _database = new("--database") { Description = "Connection string of the region's database, instead of --data", HelpName = "connection string" };
    private readonly Option<string?> _region = new("--region") { Description = "Name of the region in that database (default: local)", HelpName = "name" };

    public RegionChoice(Command command, bool recursive = false)
    {
        foreach (var option in (Option[])[_data, _database, _region])
        {
            option.Recursive = recursive;
            command.Add(option);
        }

        command.Validators.Add(line =>
        {
            if (line.GetResult(_database) is { Implicit: false } && line.GetResult(_data) is { Implicit: false })
            {
                line.AddError("--data and --database exclude each other: name the region by one of them.");
            }
        });
    }

    public string DataFolder(CommandContext context) => context.Get(_data)!;

    public KnownRegion? Find(CommandContext context) => KnownRegion.Find(DataFolder(context), context.Get(_database), context.Get(_region));

    public KnownRegion Require(CommandContext context) => KnownRegion.Require(DataFolder(context), context.Get(_database), context.Get(_region));
}
