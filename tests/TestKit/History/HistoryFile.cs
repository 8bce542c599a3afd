using System.Text.Json;
using System.Text.Json.Serialization;

namespace ActiveActive.TestKit.History;

/// <summary>A history on disk: one JSON document a line.</summary>
internal sealed class HistoryFile : IAsyncDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };

    private readonly StreamWriter _writer;
    private readonly Lock _turn = new();

    private HistoryFile(string path) => _writer = new StreamWriter(path);

    public static HistoryFile Create(string path) => new(path);

    public static IEnumerable<Operation> Read(string path) =>
        File.ReadLines(path).Where(static line => line.Length > 0).Select(static line => JsonSerializer.Deserialize<Operation>(line, Json)!);

    public void Add(Operation operation)
    {
        var line = JsonSerializer.Serialize(operation, Json);
        lock (_turn)
        {
            _writer.WriteLine(line);
        }
    }

    public ValueTask DisposeAsync() => _writer.DisposeAsync();
}
