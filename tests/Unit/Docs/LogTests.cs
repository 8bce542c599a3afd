using System.Globalization;
using System.Reflection;
using System.Text;
using ActiveActive.Cli;
using ActiveActive.Client;
using ActiveActive.Database.Migration;
using ActiveActive.Silo;
using ActiveActive.State;
using Microsoft.Extensions.Logging;

namespace ActiveActive.Tests.Unit.Docs;

/// <summary>Each message of the framework has an event id of its own, and stands in docs/logs.md.</summary>
public sealed class LogTests
{
    private const string Begin = "<!-- The tables are made by LogTests: AA_WRITE_DOCS=1 writes them. -->\n";

    private static readonly Assembly[] Assemblies = [typeof(ActiveActiveOptions).Assembly, typeof(ActiveActiveClientOptions).Assembly, typeof(DurableStateOptions).Assembly, typeof(DatabaseMigrator).Assembly, typeof(CallScope).Assembly, typeof(CommandLine).Assembly];

    private static string Document => Path.Combine(typeof(LogTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(item => item.Key == "Repository").Value!, "docs", "logs.md");

    [Fact]
    public void Event_ids_are_unique()
    {
        var clashes = Messages().GroupBy(static message => message.Id).Where(static group => group.Count() > 1).Select(static group => $"{group.Key}: {string.Join(", ", group.Select(static message => message.Where))}");
        Assert.Empty(clashes);
    }

    [Fact]
    public void Each_message_has_an_id_and_a_level() => Assert.All(Messages(), static message => Assert.True(message.Id > 0 && message.Level is not LogLevel.None, $"{message.Where} needs an event id and a level in its attribute."));

    [Fact]
    public void Each_stands_in_the_documentation_with_level_and_meaning()
    {
        var text = File.ReadAllText(Document);
        var written = text[..(text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length)] + Tables();
        if (Environment.GetEnvironmentVariable("AA_WRITE_DOCS") == "1")
        {
            File.WriteAllText(Document, written);
        }

        Assert.True(Messages().Count > 60, "The messages are found at all.");
        Assert.Equal(written, File.ReadAllText(Document));
    }

    private static List<Message> Messages() =>
    [
        .. from assembly in Assemblies
           from type in assembly.GetTypes()
           from method in type.GetMethods(BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
           let attribute = method.GetCustomAttribute<LoggerMessageAttribute>()
           where attribute is not null
           orderby attribute.EventId
           select new Message(attribute.EventId, attribute.Level, assembly.GetName().Name!, type.Name, method.Name, attribute.Message),
    ];

    private static string Tables()
    {
        var tables = new StringBuilder();
        foreach (var group in Messages().GroupBy(static message => (message.Assembly, message.Type)))
        {
            tables.Append(CultureInfo.InvariantCulture, $"\n## {group.Key.Type} ({group.Key.Assembly})\n\n| id | level | event | message |\n|---|---|---|---|\n");
            foreach (var message in group)
            {
                tables.Append(CultureInfo.InvariantCulture, $"| {message.Id} | {message.Level} | {message.Name} | {message.Text.Replace("|", "\\|", StringComparison.Ordinal)} |\n");
            }
        }

        return tables.ToString();
    }

    private sealed record Message(int Id, LogLevel Level, string Assembly, string Type, string Name, string Text)
    {
        public string Where => $"{Type}.{Name}";
    }
}
