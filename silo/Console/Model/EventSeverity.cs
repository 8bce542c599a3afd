using System.Text.Json.Serialization;

namespace ActiveActive.Silo.Console.Model;

/// <summary>How bad an event is.</summary>
[JsonConverter(typeof(CamelCaseEnum<EventSeverity>))]
internal enum EventSeverity
{
    /// <summary>Good to know.</summary>
    Info = 0,

    /// <summary>Something is well again.</summary>
    Good = 1,

    /// <summary>Look at it.</summary>
    Warning = 2,

    /// <summary>Something is lost or does not serve.</summary>
    Critical = 3,
}
