using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using ActiveActive.Database.Embedded;
using ActiveActive.Database.Encryption;
using ActiveActive.Database.Migration;
using ActiveActive.TestKit.Regions;
using Npgsql;
using Spectre.Console;

namespace ActiveActive.Cli.Output;

/// <summary>
/// Where commands write. For people: text and tables on standard output, errors on standard error. With --json: nothing but JSON on standard output (one document
/// for a command that ends, one line for each event of one that stays), progress and errors in words on standard error.
/// </summary>
internal sealed class Terminal
{
    private const int WidthWithoutScreen = 160;
    private static readonly JsonSerializerOptions Compact = Options(indented: false);
    private static readonly JsonSerializerOptions Indented = Options(indented: true);

    private readonly TextWriter _output;
    private readonly TextWriter _error;
    private readonly bool _verbose;
    private readonly Lock _turn = new();

    public Terminal(TextWriter output, TextWriter error, bool json, bool verbose)
    {
        _output = output;
        _error = error;
        _verbose = verbose;
        IsJson = json;
        Console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });
        if (!Console.Profile.Out.IsTerminal)
        {
            Console.Profile.Width = WidthWithoutScreen;
        }
    }

    /// <summary>Whether the reader is a program.</summary>
    public bool IsJson { get; }

    /// <summary>For tables and colours; not to be used when <see cref="IsJson"/>.</summary>
    public IAnsiConsole Console { get; }

    /// <summary>The command's one answer: a JSON document, or what <paramref name="forPeople"/> writes.</summary>
    public void Answer(object document, Action<IAnsiConsole> forPeople)
    {
        lock (_turn)
        {
            if (IsJson)
            {
                _output.WriteLine(JsonSerializer.Serialize(document, Indented));
            }
            else
            {
                forPeople(Console);
            }

            _output.Flush();
        }
    }

    /// <summary>One event of a command that stays: a line of JSON, or a line of text.</summary>
    public void Event(object document, string forPeople)
    {
        lock (_turn)
        {
            _output.WriteLine(IsJson ? JsonSerializer.Serialize(document, Compact) : forPeople);
            _output.Flush();
        }
    }

    /// <summary>Says something on standard error.</summary>
    public void Note(string text)
    {
        lock (_turn)
        {
            _error.WriteLine(text);
        }
    }

    /// <summary>Reports why a command failed: one paragraph, and the stack trace only if asked for.</summary>
    public void Failure(Exception error)
    {
        lock (_turn)
        {
            if (IsJson)
            {
                var code = (error as RefusedException)?.Code ?? error.GetType().Name;
                var advice = (error as ActiveActiveException)?.Advice.ToString();
                _output.WriteLine(JsonSerializer.Serialize(new { Error = new { Code = code, error.Message, Advice = advice } }, Indented));
            }

            _error.WriteLine($"aactl: {Explain(error)}");
            if (_verbose)
            {
                _error.WriteLine(error);
            }
        }
    }

    private static string Explain(Exception error) => error switch
    {
        CliException or RegionException or ActiveActiveException or KeyFileException => error.Message,
        EmbeddedPostgresException or DatabaseSetupException or DatabaseNeedsNewerCodeException or DatabaseNotMigratedException => error.Message,
        NpgsqlException => $"The database answered with an error: {error.Message}",
        TimeoutException => error.Message,
        OperationCanceledException => "Interrupted.",
        _ => $"{error.Message} ({error.GetType().Name}; --verbose shows where)",
    };

    private static JsonSerializerOptions Options(bool indented) => new(JsonSerializerDefaults.Web)
    {
        WriteIndented = indented,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };
}
