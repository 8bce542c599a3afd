using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using ActiveActive.Cli.Output;

namespace ActiveActive.Cli.Bench;

/// <summary><c>aactl bench</c>: measures ours and other systems in turns, on one machine and one database server.</summary>
internal static class BenchCommand
{
    public const string Writes = "writes";
    public const string Reads = "reads";
    public const string Growth = "growth";
    public const string Start = "start";
    public const string Soak = "soak";
    public const string Micro = "micro";
    public const string Regions = "regions";

    private const string Levels = "1,64,512,2048";
    private const string OneLevel = "512";
    private const string RegionLevel = "64";
    private const int DefaultGrains = 10_000;
    private const int DefaultSilos = 1;
    private const int MostInFlight = 20_000;
    private const int MostRate = 1_000_000;
    private static readonly int[] Delays = [0, 1, 5];

    public static IReadOnlyList<string> Kinds { get; } = [Writes, Reads, Growth, Start, Soak, Regions, Micro];

    public static Command Create()
    {
        var kind = new Argument<string>("what") { Description = $"What to measure: {string.Join(", ", Kinds)}", DefaultValueFactory = static _ => Writes };
        kind.AcceptOnlyFromAmong([.. Kinds]);
        var compare = new Option<string>("--compare")
        {
            Description = $"What to measure beside ours: {string.Join(", ", BenchPeers.All)}; several with commas between them",
            HelpName = "name[,name]",
            DefaultValueFactory = static _ => string.Join(',', BenchPeers.Usual),
        };
        compare.Validators.Add(static result =>
        {
            if (result.Tokens is [var token] && Parts(token.Value).Except(BenchPeers.All).FirstOrDefault() is { } unknown)
            {
                result.AddError($"'{unknown}' cannot be compared. Known are {string.Join(", ", BenchPeers.All)}.");
            }
        });
        var inFlight = Numbers("--in-flight", $"Calls that wait for their answer at any moment, level by level (default: {Levels}; growth and soak: {OneLevel}; regions, in each: {RegionLevel})", MostInFlight);
        var rates = Numbers("--rate", "Also measure latencies at these calls per second, counted from when a call was due (open loop)", MostRate);
        var seconds = Number("--seconds", "How long each slice is counted", 5, 1, 3600);
        var warm = Number("--warm", "Seconds for which each system runs before anything counts", 15, 1, 3600);
        var trials = Number("--trials", "How often everything is repeated; figures are medians", 3, 1, 1000);
        var silos = Number("--silos", "How many silos (nodes) each system has", DefaultSilos, 1, 20);
        var grains = Number("--grains", "How many grains are written", DefaultGrains, 1, 1_000_000);
        var payload = Number("--payload", "Bytes of a grain's state", 200, 0, 1 << 20);
        var delay = Number("--commit-delay", "Milliseconds by which each answer of the database comes later: 0, 1 or 5", 0, 0, Delays[^1]);
        delay.Validators.Add(result =>
        {
            if (result.GetValue(delay) is var given && !Delays.Contains(given))
            {
                result.AddError($"--commit-delay is {given}; it must be {string.Join(" or ", Delays)}.");
            }
        });
        var stored = Number("--stored", "With growth: how many grains are stored in the end", 1_000_000, 100, 100_000_000);
        var writes = new Option<long>("--writes") { Description = "With soak: how many writes", HelpName = "number", DefaultValueFactory = static _ => 10_000_000 };
        var durable = new Option<bool>("--durable") { Description = "With soak: write IDurableState, with its effects, instead of IPersistentState" };
        var hold = Number("--hold-snapshot", "With soak: for how many seconds an old transaction is left open, so that no row's old versions can be removed", 0, 0, 86_400);
        var cut = Number("--cut", "With regions: for how many seconds one of them is cut off", 60, 1, 3600);
        var seed = new Option<int?>("--seed") { Description = "Repeats the order of an earlier benchmark (default: a new one, which is printed)", HelpName = "number" };
        var output = new Option<string?>("--out") { Description = "Folder for results and logs (default: a new one under the temporary folder)", HelpName = "folder" };

        var command = new Command("bench", "Measure ours and other systems in turns, on this machine and one database server")
        {
            kind, compare, inFlight, rates, seconds, warm, trials, silos, grains, payload, delay, stored, writes, durable, hold, cut, seed, output,
        };
        command.Validators.Add(result =>
        {
            var name = result.GetValue(kind);
            if (name is Growth && Given(result, silos, DefaultSilos) != 1)
            {
                result.AddError("growth measures the memory of one silo: leave --silos out.");
            }

            var levels = Integers(result.GetValue(inFlight) ?? DefaultLevels(name));
            var most = Given(result, grains, DefaultGrains);
            if (name is not (Micro or Start) && levels.DefaultIfEmpty(0).Max() > most)
            {
                result.AddError($"More calls in flight ({levels.Max()}) than grains ({most}): a grain would have two writes at once. Raise --grains or lower --in-flight.");
            }
        });
        command.Runs(context =>
        {
            var settings = new BenchSettings
            {
                Kind = context.Get(kind),
                Compare = Parts(context.Get(compare)!),
                InFlight = Integers(context.Get(inFlight) ?? DefaultLevels(context.Get(kind))),
                Rates = Integers(context.Get(rates) ?? ""),
                Seconds = context.Get(seconds),
                Warm = context.Get(warm),
                Trials = context.Get(trials),
                Silos = context.Get(silos),
                Grains = context.Get(grains),
                Payload = context.Get(payload),
                CommitDelay = context.Get(delay),
                Stored = context.Get(stored),
                Writes = context.Get(writes),
                Durable = context.Get(durable),
                HoldSnapshot = context.Get(hold),
                Cut = context.Get(cut),
                Seed = context.Get(seed) ?? Random.Shared.Next(),
                Output = context.Get(output),
            };
            return BenchSession.Run(context, settings with { Command = CommandOf(settings) });
        });
        return command;
    }

    // Validators run before defaults are filled in.
    private static int Given(CommandResult result, Option<int> option, int otherwise) => result.GetResult(option) is { Tokens: [_] } given ? given.GetValueOrDefault<int>() : otherwise;

    private static string DefaultLevels(string? kind) => kind is Growth or Soak ? OneLevel : kind is Regions ? RegionLevel : Levels;

    private static string CommandOf(BenchSettings settings)
    {
        var line = $"./run bench {settings.Kind}";
        if (settings.Kind == Micro)
        {
            return line;
        }

        var rates = settings.Rates.Count > 0 ? $" --rate {string.Join(',', settings.Rates)}" : "";
        var more = settings.Kind switch
        {
            Growth => $" --stored {settings.Stored}",
            Soak => $" --writes {settings.Writes}{(settings.Durable ? " --durable" : "")}{(settings.HoldSnapshot > 0 ? $" --hold-snapshot {settings.HoldSnapshot}" : "")}",
            Regions => $" --cut {settings.Cut}",
            _ => "",
        };
        var compared = settings.Kind is Regions ? "" : $" --compare {string.Join(',', settings.Compare)}";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{line}{compared} --in-flight {string.Join(',', settings.InFlight)}{rates} --seconds {settings.Seconds} --warm {settings.Warm} --trials {settings.Trials} --silos {settings.Silos} --grains {settings.Grains} --payload {settings.Payload} --commit-delay {settings.CommitDelay}{more} --seed {settings.Seed}");
    }

    private static string[] Parts(string list) => list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static int[] Integers(string list) => [.. Parts(list).Select(static part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0)];

    private static Option<string?> Numbers(string name, string description, int most)
    {
        var option = new Option<string?>(name) { Description = description, HelpName = "number[,number]" };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && (Integers(token.Value) is [] || Array.Exists(Integers(token.Value), number => number < 1 || number > most)))
            {
                result.AddError($"{name} is '{token.Value}'; it must be numbers from 1 to {most} with commas between them.");
            }
        });
        return option;
    }

    private static Option<int> Number(string name, string description, int value, int least, int most)
    {
        var option = new Option<int>(name) { Description = description, HelpName = "number", DefaultValueFactory = _ => value };
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
