using System.Text.Json;
using System.Text.Json.Serialization;

namespace ActiveActive.Silo.Console.Model;

/// <summary>The JSON of the console: names in camel case, enumerations by their names in camel case, times in ISO 8601.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Overview))]
[JsonSerializable(typeof(History))]
[JsonSerializable(typeof(EventList))]
[JsonSerializable(typeof(ConflictList))]
[JsonSerializable(typeof(DeadLetterList))]
[JsonSerializable(typeof(GrainView))]
[JsonSerializable(typeof(GrainInRegion))]
[JsonSerializable(typeof(ActionRequest))]
[JsonSerializable(typeof(ActionResponse))]
internal sealed partial class ConsoleJson : JsonSerializerContext;
