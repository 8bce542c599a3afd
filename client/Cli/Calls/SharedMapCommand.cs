using System.Collections.Immutable;
using System.CommandLine;
using ActiveActive.Cli.Output;

namespace ActiveActive.Cli.Calls;

/// <summary><c>aactl call shared-map KEY get|entry NAME|set NAME TEXT|remove NAME</c>.</summary>
internal static class SharedMapCommand
{
    public static Command Create(CallSettings settings)
    {
        var key = CallCommand.Key("map");
        var name = new Argument<string>("name") { Description = "1 to 200 characters" };
        var text = new Argument<string>("text") { Description = "Up to 1,000 characters" };
        var command = new Command("shared-map", "A map of texts that every region changes: get, entry, set, remove") { key };

        var get = new Command("get", "Show all that is in it");
        get.Runs(context => GrainCall.Run(context, settings, grains => Map(grains, context.Get(key)).GetAll(), Describe));
        command.Add(get);

        var entry = new Command("entry", "Show the text of a name") { name };
        entry.Runs(context => GrainCall.Run(
            context,
            settings,
            async grains => new EntryAnswer(await Map(grains, context.Get(key)).Get(context.Get(name))),
            static answer => SharedAnswers.Describe(answer.Texts)));
        command.Add(entry);

        var set = new Command("set", "Set the text of a name") { name, text };
        set.Runs(context => GrainCall.Run(context, settings, grains => Map(grains, context.Get(key)).Set(context.Get(name), context.Get(text)), SharedAnswers.Describe));
        command.Add(set);

        var remove = new Command("remove", "Remove a name, with all texts that are known in this region") { name };
        remove.Runs(context => GrainCall.Run(context, settings, grains => Map(grains, context.Get(key)).Remove(context.Get(name)), SharedAnswers.Describe));
        command.Add(remove);
        return command;
    }

    private static ISharedMapGrain Map(IGrainFactory grains, string key) => grains.GetGrain<ISharedMapGrain>(key);

    private static string Describe(SharedEntries map) =>
        string.Concat(map.Entries.SelectMany(static entry => entry.Texts, static (entry, text) => $"{entry.Name}: {SharedAnswers.Describe(text)}{Environment.NewLine}")) + $"({map.Entries.Length} names, version {map.Version})";

    private sealed record EntryAnswer(ImmutableArray<SharedText> Texts);
}
