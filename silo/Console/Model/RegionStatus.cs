using System.Text.Json.Serialization;

namespace ActiveActive.Silo.Console.Model;

/// <summary>How a region is, in one word; the worst that is true.</summary>
[JsonConverter(typeof(CamelCaseEnum<RegionStatus>))]
internal enum RegionStatus
{
    /// <summary>Nothing has been heard of it yet, or nothing recent.</summary>
    Unknown = 0,

    /// <summary>All of its silos serve, and its database is up.</summary>
    Serving = 1,

    /// <summary>It serves; a silo is suspected or has died within the last minute and was not replaced, or it is fetching what it does not have.</summary>
    Impaired = 2,

    /// <summary>Its database is down: states that are in memory are read, writes are refused.</summary>
    DatabaseDown = 3,

    /// <summary>No silo of it is active.</summary>
    Down = 4,
}
