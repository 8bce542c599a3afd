using System.CommandLine;
using ActiveActive.Cli.Output;
using ActiveActive.Database.Encryption;
using Spectre.Console;

namespace ActiveActive.Cli.Keys;

/// <summary><c>aactl keys</c>: the ring keys of encryption at rest, in their file, and what of them the database still needs.</summary>
internal static class KeysCommand
{
    public static Command Create()
    {
        var command = new Command("keys", "Make, rotate and inspect the keys of encryption at rest");
        var file = new Option<string>("--key-file") { Description = "The file with the ring keys", HelpName = "file", Required = true };

        var make = new Command("new", "Make a first key file with one random key") { file };
        make.Runs(context => Change(context, file, static path => KeyFile.Create(path, TimeProvider.System), "made, with the key '{0}'. Keep a copy where the database's backups are not: without its keys, what is encrypted is lost"));
        command.Add(make);

        var rotate = new Command("rotate", "Add a random key and make it primary; all others stay. For a file that all silos share; else use `add` and then `use`") { file };
        rotate.Runs(context => Change(context, file, static path => KeyFile.Add(path, makePrimary: true, TimeProvider.System), "has the new primary key '{0}'. Copy the file to where you keep its copies, and see `aactl keys status`"));
        command.Add(rotate);

        var add = new Command("add", "Add a random key that nothing is encrypted with yet, to hand the file to every silo first") { file };
        add.Runs(context => Change(context, file, static path => KeyFile.Add(path, makePrimary: false, TimeProvider.System), "has the new key '{0}', not primary yet. Hand the file to every silo, then make it primary with `aactl keys use {0}`"));
        command.Add(add);

        var name = new Argument<string>("name") { Description = "The key" };
        var use = new Command("use", "Make a key of the file the primary one") { name, file };
        use.Runs(context => Change(
            context,
            file,
            path =>
            {
                KeyFile.Use(path, context.Get(name));
                return context.Get(name);
            },
            "has '{0}' for its primary key now"));
        command.Add(use);

        command.Add(CreateStatus());
        return command;
    }

    private static Command CreateStatus()
    {
        var command = new Command("status", "Show ring keys and data keys, what each still covers, and which ring keys can be removed");
        var file = new Option<string?>("--key-file") { Description = "The file with the ring keys, to compare", HelpName = "file" };
        command.Add(file);
        var choice = new RegionChoice(command);
        command.Runs(context => Status(context, choice, context.Get(file)));
        return command;
    }

    private static Task<int> Change(CommandContext context, Option<string> file, Func<string, string> change, string done)
    {
        var path = context.Get(file)!;
        var key = change(path);
        context.Terminal.Answer(
            new { KeyFile = Path.GetFullPath(path), Key = key },
            console => console.Profile.Out.Writer.WriteLine($"'{path}' {done.Replace("{0}", key, StringComparison.Ordinal)}."));
        return Task.FromResult(ExitCode.Ok);
    }

    private static async Task<int> Status(CommandContext context, RegionChoice choice, string? file)
    {
        var ring = file is null ? null : KeyFile.Read(file);
        var use = await KeyUse.ReadAsync(choice.Require(context).Database, context.Cancellation);
        var status = KeyStatus.Of(ring, use);
        context.Terminal.Answer(new { status.RingKeys, use.DataKeys, use.Unencrypted, status.Lost }, console => Write(console, status, use));
        return status.Lost.Count == 0 ? ExitCode.Ok : ExitCode.Failed;
    }

    private static void Write(IAnsiConsole console, KeyStatus status, KeyUse use)
    {
        var rings = new Table().AddColumns("ring key", "data keys", "states", "effects", "sends", "changes", "");
        foreach (var key in status.RingKeys)
        {
            rings.AddRow(Markup.Escape(key.Name), $"{key.DataKeys}", $"{key.States}", $"{key.Effects}", $"{key.Sends}", $"{key.Changes}", Markup.Escape(key.Remark));
        }

        console.Write(rings);
        var keys = new Table().AddColumns("data key", "ring key", "states", "effects", "sends", "changes", "");
        foreach (var key in use.DataKeys)
        {
            keys.AddRow($"{key.Id}", Markup.Escape(key.RingKey ?? "MISSING"), $"{key.States}", $"{key.Effects}", $"{key.Sends}", $"{key.Changes}", key.IsRetired ? "retired" : "");
        }

        console.Write(keys);
        var writer = console.Profile.Out.Writer;
        writer.WriteLine($"{use.Unencrypted} values are not encrypted.");
        foreach (var lost in status.Lost)
        {
            writer.WriteLine(lost);
        }
    }
}
