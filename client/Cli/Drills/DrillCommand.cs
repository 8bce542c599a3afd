using System.CommandLine;
using ActiveActive.Cli.Output;

namespace ActiveActive.Cli.Drills;

/// <summary><c>aactl drill</c>: breaks a region of its own on purpose, under load, and gives a verdict.</summary>
internal static class DrillCommand
{
    public static Command Create()
    {
        var defaults = new DrillSettings();
        var seconds = Number("--seconds", "How long the load lasts", "seconds", defaults.Seconds, 5, 3600);
        var silos = Number("--silos", "How many silos", "number", defaults.Silos, 1, 20);
        var clients = Number("--clients", "How many client processes", "number", defaults.Clients, 1, 20);
        var grains = Number("--grains", "How many grains: counters, accounts and registers, a third each", "number", defaults.Grains, 3, 10_000);
        var rate = Number("--rate", "Calls per second, of all clients together", "number", defaults.Rate, 1, 20_000);
        var seed = new Option<int?>("--seed") { Description = "Repeats the choices of an earlier drill (default: a new one, which is printed)", HelpName = "number" };
        var output = new Option<string?>("--out") { Description = "Folder for history and verdict (default: a new one under the temporary folder)", HelpName = "folder" };
        var siloHost = new Option<string?>("--silo-host") { Description = "The silo host's program", HelpName = "file", Hidden = true };
        var fault = new Option<string>("--fault") { Description = "What goes wrong: kill (a silo dies in the middle), drop-reply (connections are cut between commit and answer), none", HelpName = "name", DefaultValueFactory = static _ => "kill" };
        fault.AcceptOnlyFromAmong("kill", "drop-reply", "none");
        var plant = new Option<string?>("--plant") { Description = "Run the silos with a bug, to see that the drill finds it: no-effect-ids", HelpName = "bug" };
        plant.AcceptOnlyFromAmong("no-effect-ids");

        var command = new Command("drill", "Start a fresh region, break it under load, and check that nothing was lost or applied twice (exit code 1 if it was)")
        {
            seconds, fault, silos, clients, grains, rate, seed, output, plant, siloHost,
        };
        command.Runs(context => DrillSession.Run(context, new DrillSettings
        {
            Seconds = context.Get(seconds),
            Silos = context.Get(silos),
            Clients = context.Get(clients),
            Grains = context.Get(grains),
            Rate = context.Get(rate),
            Seed = context.Get(seed) ?? Random.Shared.Next(),
            Output = context.Get(output),
            SiloHost = context.Get(siloHost),
            PlantNoEffectIds = context.Get(plant) is not null,
            Fault = context.Get(fault) switch
            {
                "kill" => DrillFault.Kill,
                "drop-reply" => DrillFault.DropReply,
                _ => DrillFault.None,
            },
        }));
        return command;
    }

    private static Option<int> Number(string name, string description, string helpName, int value, int least, int most)
    {
        var option = new Option<int>(name) { Description = description, HelpName = helpName, DefaultValueFactory = _ => value };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && int.TryParse(token.Value, out var given) && (given < least || given > most))
            {
                result.AddError($"{name} is {given}; it must be from {least} to {most}.");
            }
        });
        return option;
    }
}
