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
        var silos = new Option<int>("--silos") { Description = $"How many silos, 1 to {RegionOptions.MaxSilos}", HelpName = "number", DefaultValueFactory = static _ => 3 };
        var data = new Option<string>("--data") { Description = "Folder for database, logs and settings; kept for the next time", HelpName = "folder", DefaultValueFactory = static _ => RegionFolder.Default };
        var region = new Option<string>("--region") { Description = "Name of the region", HelpName = "name", DefaultValueFactory = static _ => "local" };
        var httpPort = new Option<int?>("--http-port") { Description = "HTTP port of the first silo; the others follow (default: those used last, or 8081 and up, or free ones)", HelpName = "port" };
        var database = new Option<string?>("--database") { Description = "Connection string of a PostgreSQL database to use instead of an embedded one", HelpName = "connection string" };
        var siloHost = new Option<string?>("--silo-host") { Description = $"The silo host's program (default: ${SiloHost.Variable}, or the one built with aactl)", HelpName = "file" };
        silos.Validators.Add(result => MustBeWithin(result, silos.Name, 1, RegionOptions.MaxSilos));
        httpPort.Validators.Add(result => MustBeWithin(result, httpPort.Name, LowestPort, HighestPort));

        var command = new Command("up", "Run a region on this machine: PostgreSQL and some silos, until Ctrl-C") { silos, data, region, httpPort, database, siloHost };
        command.Runs(context => UpSession.Run(context, new RegionOptions
        {
            Silos = context.Get(silos),
            DataFolder = context.Get(data)!,
            Region = context.Get(region)!,
            HttpPort = context.Get(httpPort),
            Database = context.Get(database),
            SiloHost = context.Get(siloHost),
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
