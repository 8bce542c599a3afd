using System.CommandLine;

namespace ActiveActive.Cli.Calls;

/// <summary><c>aactl call</c>: calls the ready-made grains as a client would.</summary>
internal static class CallCommand
{
    public static Command Create()
    {
        var command = new Command("call", "Call a ready-made grain: aactl call counter hits add 1");
        var settings = new CallSettings(command);
        command.Add(CounterCommand.Create(settings));
        command.Add(RegisterCommand.Create(settings));
        command.Add(AccountCommand.Create(settings));
        command.Add(SharedCounterCommand.Create(settings));
        command.Add(SharedSetCommand.Create(settings));
        command.Add(SharedMapCommand.Create(settings));
        command.Add(SharedRegisterCommand.Create(settings));
        command.Add(SharedRegisterCommand.CreateValue(settings));
        command.Add(StockCommand.Create(settings));
        return command;
    }

    public static Argument<string> Key(string what) => new("key") { Description = $"The {what}'s key" };
}
