using System.Text.Json.Serialization;

namespace ActiveActive.Silo.Console.Model;

/// <summary>What a silo does.</summary>
[JsonConverter(typeof(CamelCaseEnum<SiloStatusWord>))]
internal enum SiloStatusWord
{
    /// <summary>It starts, and does not serve yet.</summary>
    Joining = 0,

    /// <summary>It serves.</summary>
    Active = 1,

    /// <summary>It is a member, and has not answered for a while: frozen, cut off or overloaded.</summary>
    Suspect = 2,

    /// <summary>It leaves in order: its grains move to others.</summary>
    Draining = 3,

    /// <summary>It crashed, was declared dead, or has left.</summary>
    Dead = 4,
}
