using System.CommandLine;

namespace ActiveActive.Cli.Output;

/// <summary>What a command's code gets: its parsed line, its terminal, and when to end.</summary>
internal sealed record CommandContext(ParseResult Line, Terminal Terminal, CancellationToken Cancellation, CancellationToken Hurry)
{
    public T? Get<T>(Option<T> option) => Line.GetValue(option);

    public T Get<T>(Argument<T> argument) => Line.GetValue(argument)!;

    /// <summary>Whether the user wrote the option, as opposed to its default.</summary>
    public bool IsGiven(Option option) => Line.GetResult(option) is { Implicit: false };
}
