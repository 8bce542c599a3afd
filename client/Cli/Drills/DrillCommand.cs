using System.CommandLine;
using ActiveActive.Cli.Drills.Compare;
using ActiveActive.Cli.Drills.Faults;
using ActiveActive.Cli.Output;
using ActiveActive.TestKit.Regions;

namespace ActiveActive.Cli.Drills;

/// <summary><c>aactl drill</c>: breaks a region of its own on purpose, under load, and gives a verdict.</summary>
internal static class DrillCommand
{
    private const int DefaultPairs = 10;

    public static Command Create()
    {
        var defaults = new DrillSettings();
        var seconds = new Option<int?>("--seconds") { Description = "How long the load lasts at least when it is warm (default: what the fault needs)", HelpName = "seconds" };
        Within(seconds, 5, 24 * 3600);
        var warmUp = Number("--warm-up", "Seconds of load before anything is measured or broken", defaults.WarmUp, 0, 3600);
        var regions = Number("--regions", "How many linked regions, for the faults that need some", defaults.Regions, 2, LinkedRegions.Most);
        var silos = Number("--silos", "How many silos a region has (several regions: 2 unless given)", defaults.Silos, 1, 20);
        var clients = Number("--clients", "How many client processes", defaults.Clients, 1, 20);
        var grains = Number("--grains", "How many grains: counters, accounts and registers, a third each (several regions: 12 carts unless given)", defaults.Grains, 3, 10_000);
        var rate = Number("--rate", "Calls per second, of all clients together (several regions: 90 unless given)", defaults.Rate, 1, 20_000);
        var seed = new Option<int?>("--seed") { Description = "Repeats the choices of an earlier drill (default: a new one, which is printed)", HelpName = "number" };
        var output = new Option<string?>("--out") { Description = "Folder for history and verdict (default: a new one under the temporary folder)", HelpName = "folder" };
        var siloHost = new Option<string?>("--silo-host") { Description = "The silo host's program", HelpName = "file", Hidden = true };
        var fault = new Option<string>("--fault")
        {
            Description = "What goes wrong; several names with commas between them go wrong in the same run (--list tells them)",
            HelpName = "name[,name]",
            DefaultValueFactory = static _ => "kill",
        };
        fault.Validators.Add(static result =>
        {
            if (result.Tokens is [var token] && FaultCatalog.Wrong(token.Value) is { } wrong)
            {
                result.AddError(wrong);
            }
        });
        var all = new Option<bool>("--all") { Description = "Try every fault, each with a fresh region, then random pairs of them" };
        var pairs = Number("--pairs", "How many random pairs --all tries", DefaultPairs, 0, 1000);
        var trials = Number("--trials", "How often each is tried, with consecutive seeds; times are medians then", 1, 1, 1000);
        var kills = Number("--kills", "With --fault kill: how often a silo is killed and started again, one after the other; memory is watched", 1, 1, 10_000);
        kills.Validators.Add(result =>
        {
            if (result.GetValue(kills) > 1 && (result.GetValue(fault) ?? "kill") != "kill")
            {
                result.AddError("--kills goes with --fault kill only.");
            }
        });
        var list = new Option<bool>("--list") { Description = "Tell the faults and do nothing" };
        var plant = new Option<string?>("--plant") { Description = $"Run the silos with a bug, to see that the drill finds it: {string.Join(", ", PlantedBug.All.Select(static bug => bug.Name))}", HelpName = "bug" };
        plant.AcceptOnlyFromAmong([.. PlantedBug.All.Select(static bug => bug.Name)]);

        var compare = CompareOption.Create();
        Option[] notCompared = [seconds, warmUp, all, pairs, kills, plant];
        compare.Validators.Add(result =>
        {
            if (Array.Find(notCompared, option => result.GetResult(option) is { Implicit: false }) is { } given)
            {
                result.AddError($"{given.Name} does not go with --compare: every system is measured in the same way.");
            }
        });
        var command = new Command("drill", "Start a fresh region, break it under load, and check that nothing was lost or applied twice (exit code 1 if it was)")
        {
            seconds, warmUp, fault, all, pairs, trials, kills, list, regions, silos, clients, grains, rate, seed, output, plant, siloHost, compare,
        };
        command.Runs(context =>
        {
            var settings = new DrillSettings
            {
                Seconds = context.Get(seconds),
                WarmUp = context.Get(warmUp),
                Regions = context.Get(regions),
                Silos = Given(context, silos),
                Clients = context.Get(clients),
                Grains = Given(context, grains),
                Rate = Given(context, rate),
                Seed = context.Get(seed) ?? Random.Shared.Next(),
                Output = context.Get(output),
                SiloHost = context.Get(siloHost),
                Plant = PlantedBug.All.FirstOrDefault(bug => bug.Name == context.Get(plant)),
                Faults = context.Get(kills) > 1 ? [new RepeatedKillFault(context.Get(kills))] : FaultCatalog.Parse(context.Get(fault)!),
            };
            if (context.IsGiven(regions) && !settings.IsOverRegions)
            {
                if (settings.Faults is not [NoFault])
                {
                    throw new CliException($"--regions goes with '{NoFault.NameOfIt}' and the faults that break one of several regions; '{settings.FaultNames}' breaks a region by itself. Leave it out.");
                }

                settings = settings with { IsControlOverRegions = true };
            }

            return context switch
            {
                _ when context.Get(list) => FaultList.Write(context.Terminal),
                _ when context.Get(compare) is { } names => CompareSession.Run(
                    context, CompareSettings.Of(settings, CompareOption.Targets(names), context.Get(trials), context.IsGiven(rate)), settings.FaultNames),
                _ when context.Get(all) => MatrixSession.Run(context, settings, FaultCatalog.Matrix(context.Get(pairs), settings.Seed), context.Get(trials)),
                _ when context.Get(trials) > 1 => MatrixSession.Run(context, settings, [settings.Faults], context.Get(trials)),
                _ => DrillSession.Run(context, settings),
            };
        });
        return command;
    }

    // What is not given depends on the fault.
    private static int Given(CommandContext context, Option<int> option) => context.IsGiven(option) ? context.Get(option) : 0;

    private static Option<int> Number(string name, string description, int value, int least, int most)
    {
        var option = new Option<int>(name) { Description = description, HelpName = "number", DefaultValueFactory = _ => value };
        Within(option, least, most);
        return option;
    }

    private static void Within(Option option, int least, int most) => option.Validators.Add(result =>
    {
        if (result.Tokens is [var token] && int.TryParse(token.Value, out var given) && (given < least || given > most))
        {
            result.AddError($"{option.Name} is {given}; it must be from {least} to {most}.");
        }
    });
}
