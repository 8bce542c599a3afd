using System.CommandLine;
using ActiveActive.Cli.Output;

namespace ActiveActive.Cli.Calls;

/// <summary><c>aactl call register KEY get|set JSON|delete</c>.</summary>
internal static class RegisterCommand
{
    public static Command Create(CallSettings settings)
    {
        var key = CallCommand.Key("register");
        var command = new Command("register", "A durable JSON document: get, set, delete") { key };
        var ifMatch = new Option<string?>("--if-match") { Description = "Only if the document has this ETag; * for any document", HelpName = "etag" };
        var ifNoneMatch = new Option<bool>("--if-none-match") { Description = "Only if there is no document" };

        var get = new Command("get", "Show the document and its ETag");
        get.Runs(context => GrainCall.Run(
            context,
            settings,
            async grains => new RegisterAnswer(await Register(grains, context.Get(key)).Get()),
            static answer => answer.Value is { } value ? $"{value.Json}{Environment.NewLine}(ETag {value.ETag})" : "There is no document."));
        command.Add(get);

        var json = new Argument<string>("json") { Description = "The document" };
        var set = new Command("set", "Replace or create the document") { json, ifMatch, ifNoneMatch };
        set.Runs(context => GrainCall.Run(
            context,
            settings,
            grains => Register(grains, context.Get(key)).Set(context.Get(json), new RegisterCondition(context.Get(ifMatch), context.Get(ifNoneMatch))),
            static value => $"Set (ETag {value.ETag})."));
        command.Add(set);

        var delete = new Command("delete", "Delete the document") { ifMatch };
        delete.Runs(context => GrainCall.Run(
            context,
            settings,
            async grains => new DeleteAnswer(await Register(grains, context.Get(key)).Delete(new RegisterCondition(context.Get(ifMatch)))),
            static answer => answer.Deleted ? "Deleted." : "There was no document."));
        command.Add(delete);
        return command;
    }

    private static IRegisterGrain Register(IGrainFactory grains, string key) => grains.GetGrain<IRegisterGrain>(key);

    private sealed record RegisterAnswer(RegisterValue? Value);

    private sealed record DeleteAnswer(bool Deleted);
}
