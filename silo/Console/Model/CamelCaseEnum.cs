using System.Text.Json;
using System.Text.Json.Serialization;

namespace ActiveActive.Silo.Console.Model;

/// <summary>Writes an enumeration's values by their names in camel case.</summary>
internal sealed class CamelCaseEnum<TEnum>() : JsonStringEnumConverter<TEnum>(JsonNamingPolicy.CamelCase, allowIntegerValues: false)
    where TEnum : struct, Enum;
