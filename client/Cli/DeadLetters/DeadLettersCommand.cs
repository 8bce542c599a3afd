using System.CommandLine;
using System.Text.Json;
using ActiveActive.Cli.Output;
using ActiveActive.Database.DeadLetters;
using ActiveActive.Database.Migration;
using Npgsql;
using Spectre.Console;

namespace ActiveActive.Cli.DeadLetters;

/// <summary><c>aactl dead-letters</c>: changes of other regions that could not be merged.</summary>
internal static class DeadLettersCommand
{
    public static Command Create()
    {
        var command = new Command("dead-letters", "Show changes of other regions that could not be merged, and have them tried again, repaired or dropped");
        var choice = new RegionChoice(command, recursive: true);
        var timeout = new Option<double>("--timeout") { Description = "Seconds to wait for the silo that merges", HelpName = "seconds", DefaultValueFactory = static _ => 30 };
        var id = new Argument<long>("id") { Description = "The dead letter's number, as `aactl dead-letters list` shows it" };

        var grainType = new Option<string?>("--grain-type") { Description = "Only of this type of grain", HelpName = "type" };
        var key = new Option<string?>("--key") { Description = "Only of grains with this key", HelpName = "key" };
        var limit = new Option<int>("--limit") { Description = "How many at most, the oldest first", HelpName = "number", DefaultValueFactory = static _ => 50 };
        var list = new Command("list", "List what is put aside, the oldest first") { grainType, key, limit };
        list.Runs(context => List(context, choice, context.Get(grainType), context.Get(key), context.Get(limit)));
        command.Add(list);

        var show = new Command("show", "Show one with what it changes, as JSON") { id };
        show.Runs(context => Show(context, choice, context.Get(id)));
        command.Add(show);

        var all = new Option<bool>("--all") { Description = "All that is put aside, of all states" };
        var optional = new Argument<long?>("id") { Description = id.Description, Arity = ArgumentArity.ZeroOrOne };
        var retry = new Command("retry", "Have all that is put aside of a state merged again, in order") { optional, all, timeout };
        retry.Validators.Add(line =>
        {
            if (line.GetValue(all) == line.GetValue(optional).HasValue)
            {
                line.AddError("Name one dead letter, or give --all.");
            }
        });
        retry.Runs(context => Retry(context, choice, context.Get(optional), Timeout(context, timeout)));
        command.Add(retry);

        var file = new Argument<string>("file") { Description = "A JSON file with the change as it should be: what `show --json` gives as delta, corrected" };
        var repair = new Command("repair", "Put another change in its place, and have the state's changes merged again") { id, file, timeout };
        repair.Runs(context => Repair(context, choice, context.Get(id), context.Get(file), Timeout(context, timeout)));
        command.Add(repair);

        var why = new Option<string?>("--why") { Description = "The reason, kept with what was dropped", HelpName = "text" };
        var drop = new Command("drop", "Lose this change in this region, on purpose. The grain is then not the same as in other regions; the state's other changes are merged again") { id, why, timeout };
        drop.Runs(context => Drop(context, choice, context.Get(id), context.Get(why), Timeout(context, timeout)));
        command.Add(drop);
        return command;
    }

    private static TimeSpan Timeout(CommandContext context, Option<double> timeout) => TimeSpan.FromSeconds(context.Get(timeout));

    private static async Task<int> List(CommandContext context, RegionChoice choice, string? grainType, string? key, int limit)
    {
        await using var source = await Open(context, choice);
        var letters = await AsideLetters.ListAsync(source, grainType, key, limit, context.Cancellation);
        context.Terminal.Answer(letters, console => Write(console, letters));
        return ExitCode.Ok;
    }

    private static async Task<int> Show(CommandContext context, RegionChoice choice, long id)
    {
        await using var source = await Open(context, choice);
        var letter = await Find(source, id, context.Cancellation);
        context.Terminal.Answer(letter, console =>
        {
            var writer = console.Profile.Out.Writer;
            writer.WriteLine($"Dead letter {letter.Id}: {letter.GrainType}/{letter.GrainKey}/{letter.Name}, put aside {letter.PutAsideAt.UtcDateTime:u}.");
            writer.WriteLine($"  from: batch {letter.Batch} of {letter.Stream}, place {letter.Place}, type version {letter.TypeVersion}");
            writer.WriteLine($"  cause: {letter.Cause}");
            writer.WriteLine($"  delta: {letter.Delta ?? "(put aside by older code, which has not kept it)"}");
            if (letter.Repaired is not null)
            {
                writer.WriteLine($"  repaired: {letter.Repaired}");
            }
        });
        return ExitCode.Ok;
    }

    private static async Task<int> Retry(CommandContext context, RegionChoice choice, long? id, TimeSpan timeout)
    {
        await using var source = await Open(context, choice);
        if (id is { } one)
        {
            await Find(source, one, context.Cancellation);
        }

        await AsideLetters.RetryAsync(source, id, Environment.UserName, context.Cancellation);
        return await Outcome(context, source, id, "merged", timeout);
    }

    private static async Task<int> Repair(CommandContext context, RegionChoice choice, long id, string file, TimeSpan timeout)
    {
        var delta = await ReadJson(file, context.Cancellation);
        await using var source = await Open(context, choice);
        await Find(source, id, context.Cancellation);
        await AsideLetters.RepairAsync(source, id, Environment.UserName, delta, context.Cancellation);
        return await Outcome(context, source, id, "merged as repaired", timeout);
    }

    private static async Task<int> Drop(CommandContext context, RegionChoice choice, long id, string? why, TimeSpan timeout)
    {
        await using var source = await Open(context, choice);
        await Find(source, id, context.Cancellation);
        await AsideLetters.DropAsync(source, id, Environment.UserName, why, context.Cancellation);
        return await Outcome(context, source, id, "dropped", timeout);
    }

    // The silo that merges looks every second.
    private static async Task<int> Outcome(CommandContext context, NpgsqlDataSource source, long? id, string done, TimeSpan timeout)
    {
        var end = DateTimeOffset.UtcNow + timeout;
        while (true)
        {
            var left = id is { } one
                ? await AsideLetters.FindAsync(source, one, context.Cancellation) is { } letter ? [letter] : []
                : await AsideLetters.ListAsync(source, null, null, int.MaxValue, context.Cancellation);
            var isTried = left.All(static letter => letter.Asked is null);
            if (!isTried && DateTimeOffset.UtcNow < end)
            {
                await Task.Delay(200, context.Cancellation);
                continue;
            }

            context.Terminal.Answer(new { Done = left.Count == 0, Left = left }, console =>
            {
                var writer = console.Profile.Out.Writer;
                if (left.Count == 0)
                {
                    writer.WriteLine($"It is {done}.");
                }

                foreach (var letter in left)
                {
                    writer.WriteLine(letter.Asked is null
                        ? $"Dead letter {letter.Id} of {letter.GrainType}/{letter.GrainKey}/{letter.Name} is still put aside: {letter.Cause}"
                        : $"Dead letter {letter.Id} of {letter.GrainType}/{letter.GrainKey}/{letter.Name} still waits: no silo of the region merges at present, or it needs changes that have not come yet. It is tried again every second.");
                }
            });
            return left.Count == 0 ? ExitCode.Ok : ExitCode.Failed;
        }
    }

    private static async Task<string> ReadJson(string file, CancellationToken cancellation)
    {
        try
        {
            var text = await File.ReadAllTextAsync(file, cancellation);
            using var json = JsonDocument.Parse(text);
            return text;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new CliException($"'{file}' cannot be read as JSON: {error.Message} Nothing was changed.", error);
        }
    }

    private static Task<NpgsqlDataSource> Open(CommandContext context, RegionChoice choice) => MigratedDatabase.OpenAsync(choice.Require(context).Database, context.Cancellation);

    private static async Task<DeadLetter> Find(NpgsqlDataSource source, long id, CancellationToken cancellation) =>
        await AsideLetters.FindAsync(source, id, cancellation) ?? throw new CliException($"This region has no dead letter {id}, or no longer. `aactl dead-letters list` shows those that it has.");

    private static void Write(IAnsiConsole console, IReadOnlyList<DeadLetter> letters)
    {
        if (letters.Count == 0)
        {
            console.Profile.Out.Writer.WriteLine("Nothing is put aside.");
            return;
        }

        var table = new Table().AddColumns("id", "grain", "from", "put aside", "asked", "cause");
        foreach (var one in letters)
        {
            string[] row = [$"{one.Id}", $"{one.GrainType}/{one.GrainKey}/{one.Name}", $"{one.Stream} {one.Batch}", $"{one.PutAsideAt.UtcDateTime:u}", one.Asked ?? "", one.Cause];
            table.AddRow([.. row.Select(Markup.Escape)]);
        }

        console.Write(table);
    }
}
