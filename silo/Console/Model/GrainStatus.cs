using System.Text.Json.Serialization;

namespace ActiveActive.Silo.Console.Model;

/// <summary>Whether a grain is in a region.</summary>
[JsonConverter(typeof(CamelCaseEnum<GrainStatus>))]
internal enum GrainStatus
{
    /// <summary>It has state there.</summary>
    Held = 0,

    /// <summary>It has no state there.</summary>
    Absent = 1,

    /// <summary>The region may not hold it, by the residency policy, and was not asked.</summary>
    NotHeldHere = 2,

    /// <summary>The region does not answer.</summary>
    Unreachable = 3,
}
