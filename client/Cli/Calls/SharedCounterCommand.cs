using System.CommandLine;
using ActiveActive.Cli.Output;

namespace ActiveActive.Cli.Calls;

/// <summary><c>aactl call shared-counter KEY get|add N</c>.</summary>
internal static class SharedCounterCommand
{
    public static Command Create(CallSettings settings)
    {
        var key = CallCommand.Key("counter");
        var command = new Command("shared-counter", "A counter that every region changes: get, add") { key };

        var get = new Command("get", "Show its value");
        get.Runs(context => GrainCall.Run(context, settings, grains => Counter(grains, context.Get(key)).Get(), Describe));
        command.Add(get);

        var amount = new Argument<long>("amount") { Description = "May be negative: write -- before it" };
        var add = new Command("add", "Add to it") { amount };
        add.Runs(context => GrainCall.Run(context, settings, grains => Counter(grains, context.Get(key)).Add(context.Get(amount)), Describe));
        command.Add(add);
        return command;
    }

    private static ISharedCounterGrain Counter(IGrainFactory grains, string key) => grains.GetGrain<ISharedCounterGrain>(key);

    private static string Describe(SharedCount counter) => $"{counter.Value} (version {counter.Version})";
}
