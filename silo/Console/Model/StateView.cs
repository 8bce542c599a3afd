namespace ActiveActive.Silo.Console.Model;

/// <summary>A state of a grain as it is stored.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">How often its row was written.</param>
/// <param name="TypeVersion">The version of its type that wrote it.</param>
/// <param name="Bytes">The length of what is stored, after decryption.</param>
/// <param name="Print">A digest of what it shows, the same in all regions that show the same; the first 16 hexadecimal digits.</param>
/// <param name="IsReplicated">Whether regions share it.</param>
/// <param name="IsHeld">Whether changes of it are put aside.</param>
/// <param name="IsCut">Whether only the beginning of the value is given, because it is long.</param>
/// <param name="Value">The stored JSON as text; null when values are not shown, or there is none. Replicated states hold more than what they show: contributions, stamps and what was seen.</param>
internal sealed record StateView(string Name, long Version, int TypeVersion, int Bytes, string Print, bool IsReplicated, bool IsHeld, bool IsCut, string? Value);
