using System.Text.Json.Serialization;

namespace ActiveActive.Silo.Console.Model;

/// <summary>How a link is, in one word.</summary>
[JsonConverter(typeof(CamelCaseEnum<LinkStatus>))]
internal enum LinkStatus
{
    /// <summary>Nothing has been heard of it yet, or nothing recent.</summary>
    Unknown = 0,

    /// <summary>All has arrived, or is on its way.</summary>
    InSync = 1,

    /// <summary>It is reached, and the newest that is applied is not new.</summary>
    CatchingUp = 2,

    /// <summary>The region is not reached. What it writes may still come by way of another one.</summary>
    Cut = 3,
}
