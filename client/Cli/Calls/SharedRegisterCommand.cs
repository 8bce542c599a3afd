using System.CommandLine;
using ActiveActive.Cli.Output;

namespace ActiveActive.Cli.Calls;

/// <summary><c>aactl call shared-register KEY get|write TEXT</c>, and <c>shared-value</c> the same.</summary>
internal static class SharedRegisterCommand
{
    public static Command Create(CallSettings settings) => Create<SharedTexts>(
        settings,
        "shared-register",
        "A text that every region may write, and that keeps what they write at the same time: get, write",
        static (grains, key) => grains.GetGrain<ISharedRegisterGrain>(key).Get(),
        static (grains, key, text) => grains.GetGrain<ISharedRegisterGrain>(key).Write(text),
        static register => SharedAnswers.Describe(register.Texts));

    public static Command CreateValue(CallSettings settings) => Create<SharedValue>(
        settings,
        "shared-value",
        "A text that every region may write, and of which the last writer wins: get, write",
        static (grains, key) => grains.GetGrain<ISharedValueGrain>(key).Get(),
        static (grains, key, text) => grains.GetGrain<ISharedValueGrain>(key).Write(text),
        static value => value.Latest is { } latest ? SharedAnswers.Describe(latest) : "There is no text.");

    private static Command Create<T>(CallSettings settings, string name, string description, Func<IGrainFactory, string, Task<T>> get, Func<IGrainFactory, string, string, Task<T>> write, Func<T, string> describe)
    {
        var key = CallCommand.Key("register");
        var text = new Argument<string>("text") { Description = "Up to 10,000 characters" };
        var command = new Command(name, description) { key };

        var show = new Command("get", "Show the text, with region and time");
        show.Runs(context => GrainCall.Run(context, settings, grains => get(grains, context.Get(key)), describe));
        command.Add(show);

        var replace = new Command("write", "Write the text") { text };
        replace.Runs(context => GrainCall.Run(context, settings, grains => write(grains, context.Get(key), context.Get(text)), describe));
        command.Add(replace);
        return command;
    }
}
