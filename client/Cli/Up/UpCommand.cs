using System.CommandLine;
using ActiveActive.Cli.Output;
using ActiveActive.TestKit.Regions;

namespace ActiveActive.Cli.Up;

/// <summary><c>aactl up</c>: runs a region until Ctrl-C.</summary>
internal static class UpCommand
{
    private const int LowestPort = 1;
    private const int HighestPort = 65535;

    public static Command Create()
    {
        var regions = new Option<int>("--regions") { Description = $"How many regions, 1 to {LinkedRegions.Most}; more than one are named r1, r2 ... and take each other's changes", HelpName = "number", DefaultValueFactory = static _ => 1 };
        var silos = new Option<int?>("--silos") { Description = $"How many silos each has, 1 to {RegionOptions.MaxSilos} (default: 3; 2 with several regions)", HelpName = "number" };
        var data = new Option<string>("--data") { Description = "Folder for database, logs and settings; kept for the next time", HelpName = "folder", DefaultValueFactory = static _ => RegionFolder.Default };
        var region = new Option<string>("--region") { Description = "Name of the region", HelpName = "name", DefaultValueFactory = static _ => "local" };
        var httpPort = new Option<int?>("--http-port") { Description = "HTTP port of the first silo; the others follow (default: those used last, or 8081 and up, or free ones)", HelpName = "port" };
        var database = new Option<string?>("--database") { Description = "Connection string of a PostgreSQL database to use instead of an embedded one", HelpName = "connection string" };
        var siloHost = new Option<string?>("--silo-host") { Description = $"The silo host's program (default: ${SiloHost.Variable}, or the one built with aactl)", HelpName = "file" };
        regions.Validators.Add(result => MustBeWithin(result, regions.Name, 1, LinkedRegions.Most));
        silos.Validators.Add(result => MustBeWithin(result, silos.Name, 1, RegionOptions.MaxSilos));
        httpPort.Validators.Add(result => MustBeWithin(result, httpPort.Name, LowestPort, HighestPort));

        var command = new Command("up", "Run a region, or several, on this machine: PostgreSQL and some silos, until Ctrl-C") { regions, silos, data, region, httpPort, database, siloHost };
        command.Validators.Add(result =>
        {
            if (result.GetValue(regions) > 1 && Array.Find<Option>([region, httpPort, database], option => result.GetResult(option) is { Implicit: false }) is { } alone)
            {
                result.AddError($"{alone.Name} is for one region; leave it out, or --regions.");
            }
        });
        command.Runs(context => UpSession.Run(context, context.Get(regions), new RegionOptions
        {
            Silos = context.Get(silos) ?? (context.Get(regions) == 1 ? 3 : 2),
            DataFolder = context.Get(data)!,
            Region = context.Get(region)!,
            HttpPort = context.Get(httpPort),
            Database = context.Get(database),
            SiloHost = context.Get(siloHost),
            Environment = new Dictionary<string, string> { ["ActiveActive__Console__ShowState"] = "true" }, // a trial on one's own machine
        }));
        return command;
    }

    private static void MustBeWithin(System.CommandLine.Parsing.OptionResult result, string option, int low, int high)
    {
        if (result.Tokens is [var token] && int.TryParse(token.Value, out var value) && (value < low || value > high))
        {
            result.AddError($"{option} is {value}; it must be from {low} to {high}.");
        }
    }
}
