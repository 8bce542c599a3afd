using System.CommandLine;
using System.Globalization;
using ActiveActive.Cli.Calls;
using ActiveActive.Cli.Output;
using ActiveActive.Database.Conflicts;
using ActiveActive.Database.Migration;
using Npgsql;
using Spectre.Console;

namespace ActiveActive.Cli.Conflicts;

/// <summary><c>aactl conflicts</c>: values that regions wrote to the same place without knowledge of each other.</summary>
internal static class ConflictsCommand
{
    private const int LongestInList = 40;

    public static Command Create()
    {
        var command = new Command("conflicts", "Show what regions wrote at the same time, and write again what was discarded");
        var settings = new CallSettings(command);
        var id = new Argument<long>("id") { Description = "The conflict's number, as `aactl conflicts list` shows it" };

        var grainType = new Option<string?>("--grain-type") { Description = "Only of this type of grain", HelpName = "type" };
        var key = new Option<string?>("--key") { Description = "Only of grains with this key", HelpName = "key" };
        var limit = new Option<int>("--limit") { Description = "How many at most, the latest first", HelpName = "number", DefaultValueFactory = static _ => 50 };
        var list = new Command("list", "List the conflicts that this region has kept, the latest first") { grainType, key, limit };
        list.Runs(context => List(context, settings.Region, context.Get(grainType), context.Get(key), context.Get(limit)));
        command.Add(list);

        var show = new Command("show", "Show a conflict with both values, their regions and times") { id };
        show.Runs(context => Show(context, settings, context.Get(id)));
        command.Add(show);

        var restore = new Command("restore", "Write the value that is not shown again, as a change made now; it goes to all regions") { id };
        restore.Runs(context => Restore(context, settings, context.Get(id)));
        command.Add(restore);
        return command;
    }

    private static async Task<int> List(CommandContext context, RegionChoice choice, string? grainType, string? key, int limit)
    {
        await using var source = await Open(context, choice);
        var conflicts = await KeptConflicts.ListAsync(source, grainType, key, limit, context.Cancellation);
        context.Terminal.Answer(conflicts, console => Write(console, conflicts));
        return ExitCode.Ok;
    }

    private static async Task<int> Show(CommandContext context, CallSettings settings, long id)
    {
        KeptConflict conflict;
        await using (var source = await Open(context, settings.Region))
        {
            conflict = await Find(source, id, context.Cancellation);
        }

        if (!conflict.Shown.IsSealed && !conflict.Hidden.IsSealed)
        {
            context.Terminal.Answer(conflict, console => Write(console.Profile.Out.Writer, conflict));
            return ExitCode.Ok;
        }

        // Only silos have the keys.
        return await GrainCall.Run(
            context,
            settings,
            async grains =>
            {
                var values = await Extension(grains, conflict).Read(id);
                return conflict with { Shown = conflict.Shown with { Value = values.Shown }, Hidden = conflict.Hidden with { Value = values.Hidden } };
            },
            static conflict =>
            {
                using var text = new StringWriter(CultureInfo.InvariantCulture);
                Write(text, conflict);
                return text.ToString().TrimEnd();
            });
    }

    private static async Task<int> Restore(CommandContext context, CallSettings settings, long id)
    {
        KeptConflict conflict;
        await using (var source = await Open(context, settings.Region))
        {
            conflict = await Find(source, id, context.Cancellation);
        }

        return await GrainCall.Run(
            context,
            settings,
            async grains =>
            {
                var extension = Extension(grains, conflict);
                var value = conflict.Hidden.IsSealed ? (await extension.Read(id)).Hidden : conflict.Hidden.Value;
                await extension.Restore(id);
                return new Restored(conflict.Id, conflict.GrainType, conflict.GrainKey, conflict.Name, conflict.Path, value);
            },
            static done => $"{done.GrainType}/{done.GrainKey}/{done.Name}: '{done.Path}' is {done.Value} again.");
    }

    private static IConflictExtension Extension(IGrainFactory grains, KeptConflict conflict) =>
        grains.GetGrain(GrainId.Create(conflict.GrainType, conflict.GrainKey)).AsReference<IConflictExtension>();

    private static Task<NpgsqlDataSource> Open(CommandContext context, RegionChoice choice) => MigratedDatabase.OpenAsync(choice.Require(context).Database, context.Cancellation);

    private static async Task<KeptConflict> Find(NpgsqlDataSource source, long id, CancellationToken cancellation) =>
        await KeptConflicts.FindAsync(source, id, cancellation) ?? throw new CliException($"This region has no conflict {id}, or no longer (Replication:KeepConflicts). `aactl conflicts list` shows those that it has.");

    private static void Write(IAnsiConsole console, IReadOnlyList<KeptConflict> conflicts)
    {
        if (conflicts.Count == 0)
        {
            console.Profile.Out.Writer.WriteLine("There are none.");
            return;
        }

        var table = new Table().AddColumns("id", "grain", "at", "kind", "shown", "not shown, or beside it", "seen", "");
        foreach (var one in conflicts)
        {
            string[] row = [$"{one.Id}", $"{one.GrainType}/{one.GrainKey}/{one.Name}", one.Path, one.Kind, Short(one.Shown), Short(one.Hidden), $"{one.SeenAt.UtcDateTime:u}", one.RestoredAt is null ? "" : "restored"];
            table.AddRow([.. row.Select(Markup.Escape)]);
        }

        console.Write(table);
    }

    private static void Write(TextWriter writer, KeptConflict conflict)
    {
        writer.WriteLine($"Conflict {conflict.Id}: {conflict.GrainType}/{conflict.GrainKey}/{conflict.Name}, at '{conflict.Path}', seen here {conflict.SeenAt.UtcDateTime:u}.");
        Write(writer, "shown", conflict.Shown);
        Write(writer, conflict.Kind == "discarded" ? "discarded" : "beside it", conflict.Hidden);
        if (conflict.RestoredAt is { } restored)
        {
            writer.WriteLine($"It was restored {restored.UtcDateTime:u}.");
        }
    }

    private static void Write(TextWriter writer, string what, KeptConflict.Side side) =>
        writer.WriteLine($"  {what}, by {side.Region} at {side.At.UtcDateTime:yyyy-MM-dd HH:mm:ss.fff}Z ({side.Stamp}): {side.Value}{(side.IsCut ? " ... (cut)" : "")}");

    private static string Short(KeptConflict.Side side) => $"{(side.IsSealed ? "(encrypted)" : side.Value.Length <= LongestInList ? side.Value : $"{side.Value[..LongestInList]}...")} ({side.Region})";

    private sealed record Restored(long Id, string GrainType, string GrainKey, string Name, string Path, string Value);
}
