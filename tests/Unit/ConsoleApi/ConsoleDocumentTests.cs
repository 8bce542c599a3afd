using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using ActiveActive.Silo.Console.Model;

namespace ActiveActive.Tests.Unit.ConsoleApi;

/// <summary>The samples of docs/console.md are what silos answer: each has all members of the model, and no others.</summary>
public sealed partial class ConsoleDocumentTests
{
    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow };

    private static string Document => File.ReadAllText(Path.Combine(typeof(ConsoleDocumentTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(static item => item.Key == "Repository").Value!, "docs/console.md"));

    [Fact]
    public void Each_sample_is_what_it_says()
    {
        Type[] models = [typeof(Overview), typeof(History), typeof(ConflictList), typeof(DeadLetterList), typeof(GrainView), typeof(ActionRequest), typeof(ActionResponse)];
        var samples = Sample().Matches(Document).Select(static match => match.Groups[1].Value).ToList();
        Assert.Equal(models.Length, samples.Count);
        Assert.All(models.Zip(samples), static pair =>
        {
            var read = JsonSerializer.Deserialize(pair.Second, pair.First, Strict);
            var written = JsonSerializer.SerializeToNode(read, pair.First, Strict);
            Assert.True(JsonNode.DeepEquals(Plain(JsonNode.Parse(pair.Second)), Plain(written)), $"{pair.First.Name}: {written}");
        });
    }

    [Fact]
    public void Each_name_of_an_enumeration_is_listed() =>
        Assert.All(
            new[] { typeof(RegionStatus), typeof(SiloStatusWord), typeof(LinkStatus), typeof(EventKind), typeof(EventSeverity), typeof(GrainStatus) }.SelectMany(Enum.GetNames),
            static name => Assert.Contains($"`{char.ToLowerInvariant(name[0])}{name[1..]}`", Document, StringComparison.Ordinal));

    // Times are written in several ways that mean the same.
    private static JsonNode? Plain(JsonNode? node) => node switch
    {
        JsonObject members => new JsonObject(members.Select(static member => KeyValuePair.Create(member.Key, Plain(member.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Plain)]),
        JsonValue value when value.TryGetValue<string>(out var text) && DateTimeOffset.TryParse(text, out var time) => JsonValue.Create(time.ToUnixTimeMilliseconds()),
        JsonValue value when value.GetValueKind() == JsonValueKind.Number => JsonValue.Create(double.Parse(value.ToJsonString(), System.Globalization.CultureInfo.InvariantCulture)),
        _ => node?.DeepClone(),
    };

    [GeneratedRegex("```json\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Sample();
}
