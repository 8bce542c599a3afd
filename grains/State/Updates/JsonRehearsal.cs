using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace ActiveActive.State.Updates;

/// <summary>
/// Writes and reads a made-up value of a state's type, and so of all types in it, before anybody waits for it. What System.Text.Json needs for a type is worked out and compiled when the type is first met, which takes a
/// good part of a second for a few states on a busy machine: the time of the first callers of a silo that has just joined, and of all others in its queue.
/// </summary>
internal static class JsonRehearsal
{
    private static readonly ConcurrentDictionary<Type, string> Known = [];

    /// <summary>Rehearses a type, once in a process. What cannot be made up is left out: it is the first caller's then, as everything was.</summary>
    /// <returns>The value as JSON; <c>null</c> as text for none.</returns>
    public static string Run(Type type) => Run(type, []);

    private static string Run(Type type, HashSet<Type> around)
    {
        if (Known.TryGetValue(type, out var known))
        {
            return known;
        }

        if (!around.Add(type))
        {
            return "null"; // a type that has values of itself
        }

        var json = "null";
        try
        {
            var info = JsonSerializerOptions.Default.GetTypeInfo(type);
            json = Again(Sample(info, around), info);
        }
#pragma warning disable CA1031 // Any code of a user's types may run here, and it is only to save time.
        catch (Exception)
#pragma warning restore CA1031
        {
        }

        around.Remove(type);
        return Known.GetOrAdd(type, json);
    }

    private static string Sample(JsonTypeInfo info, HashSet<Type> around)
    {
        switch (info.Kind)
        {
            case JsonTypeInfoKind.Enumerable:
                return $"[{Run(info.ElementType!, around)}]";
            case JsonTypeInfoKind.Dictionary:
                return info.KeyType == typeof(string) ? $$"""{"a":{{Run(info.ElementType!, around)}}}""" : "{}";
            case JsonTypeInfoKind.Object:
                var members = info.Properties
                    .Where(static property => property.Get is not null && property.CustomConverter is null)
                    .Select(property => (property.Name, Json: Run(property.PropertyType, around)))
                    .Where(static member => member.Json != "null")
                    .Select(static member => $"{JsonSerializer.Serialize(member.Name)}:{member.Json}");
                return $"{{{string.Join(',', members)}}}";
            default:
                return info.Type == typeof(string) ? "\"a\""
                    : info.Type.IsValueType && Nullable.GetUnderlyingType(info.Type) is null ? JsonSerializer.Serialize(Activator.CreateInstance(info.Type), info)
                    : "null";
        }
    }

    private static string Again(string json, JsonTypeInfo info) =>
        json == "null" ? json : Encoding.UTF8.GetString(JsonSerializer.SerializeToUtf8Bytes(JsonSerializer.Deserialize(Encoding.UTF8.GetBytes(json), info), info));
}
