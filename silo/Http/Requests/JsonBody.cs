using System.Text.Json;
using ActiveActive.Silo.Http.Problems;

namespace ActiveActive.Silo.Http.Requests;

/// <summary>
/// A JSON object as a body, read strictly: no unknown, repeated or missing members, whole numbers as numbers. By hand, because the messages of a
/// serializer speak of .NET types and not of what to send.
/// </summary>
internal sealed class JsonBody
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };
    private readonly Dictionary<string, JsonElement> _members;

    private JsonBody(Dictionary<string, JsonElement> members) => _members = members;

    /// <param name="body">The body.</param>
    /// <param name="members">The members that it may have.</param>
    /// <exception cref="RejectedException">It is not such an object.</exception>
    public static JsonBody Parse(byte[] body, params ReadOnlySpan<string> members)
    {
        var root = ParseObject(body);
        var found = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var member in root.EnumerateObject())
        {
            if (!members.Contains(member.Name))
            {
                throw Invalid($"The body has a member that this route does not take: it takes {string.Join(", ", members.ToArray())}.");
            }

            found.Add(member.Name, member.Value);
        }

        return new JsonBody(found);
    }

    public long WholeNumber(string member)
    {
        if (Required(member) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out var number))
        {
            return number;
        }

        throw Invalid($"The member '{member}' must be a whole number of 64 bits ({long.MinValue} to {long.MaxValue}), written without quotes, fraction or exponent.");
    }

    public string Text(string member) => OptionalText(member) ?? throw Missing(member);

    public string? OptionalText(string member)
    {
        if (!_members.TryGetValue(member, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString() : throw Invalid($"The member '{member}' must be a text in quotes.");
        }
        catch (InvalidOperationException)
        {
            throw Invalid($"The member '{member}' holds half of a surrogate pair, which is no text.");
        }
    }

    private static JsonElement ParseObject(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body, Strict);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? document.RootElement.Clone()
                : throw Invalid("The body must be a JSON object.");
        }
        catch (JsonException error)
        {
            var where = error.LineNumber is null ? "" : $" (line {error.LineNumber + 1}, byte {error.BytePositionInLine + 1})";
            throw Invalid($"The body is not a JSON object whose members each occur once{where}.");
        }
    }

    private static RejectedException Missing(string member) => Invalid($"The member '{member}' is missing.");

    private static RejectedException Invalid(string why) => RejectedException.BadRequest("invalid-body", why + " Nothing was done; correct the body.");

    private JsonElement Required(string member) => _members.TryGetValue(member, out var value) ? value : throw Missing(member);
}
