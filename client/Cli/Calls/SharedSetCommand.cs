using System.CommandLine;
using ActiveActive.Cli.Output;

namespace ActiveActive.Cli.Calls;

/// <summary><c>aactl call shared-set KEY get|contains ITEM|add ITEM|remove ITEM</c>.</summary>
internal static class SharedSetCommand
{
    public static Command Create(CallSettings settings)
    {
        var key = CallCommand.Key("set");
        var item = new Argument<string>("item") { Description = "1 to 200 characters" };
        var command = new Command("shared-set", "A set that every region changes: get, contains, add, remove") { key };

        var get = new Command("get", "Show what is in it");
        get.Runs(context => GrainCall.Run(context, settings, grains => Set(grains, context.Get(key)).Get(), Describe));
        command.Add(get);

        var contains = new Command("contains", "Whether an item is in it") { item };
        contains.Runs(context => GrainCall.Run(
            context,
            settings,
            async grains => new ContainsAnswer(await Set(grains, context.Get(key)).Contains(context.Get(item))),
            static answer => answer.Contains ? "It is in it." : "It is not in it."));
        command.Add(contains);

        var add = new Command("add", "Add an item") { item };
        add.Runs(context => GrainCall.Run(context, settings, grains => Set(grains, context.Get(key)).Add(context.Get(item)), SharedAnswers.Describe));
        command.Add(add);

        var remove = new Command("remove", "Remove an item, as far as it is known in this region") { item };
        remove.Runs(context => GrainCall.Run(context, settings, grains => Set(grains, context.Get(key)).Remove(context.Get(item)), SharedAnswers.Describe));
        command.Add(remove);
        return command;
    }

    private static ISharedSetGrain Set(IGrainFactory grains, string key) => grains.GetGrain<ISharedSetGrain>(key);

    private static string Describe(SharedItems set) => $"{string.Concat(set.Items.Select(static item => item + Environment.NewLine))}({set.Items.Length} items, version {set.Version})";

    private sealed record ContainsAnswer(bool Contains);
}
