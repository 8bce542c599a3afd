using System.Collections.Immutable;

namespace ActiveActive;

/// <summary>A page of an account's history.</summary>
/// <param name="Entries">Newest first.</param>
/// <param name="Before">What to ask for to get the next older page; null when there is none.</param>
[GenerateSerializer, Immutable, Alias("aa.AccountHistory")]
public sealed record AccountHistory([property: Id(0)] ImmutableArray<AccountEntry> Entries, [property: Id(1)] long? Before)
{
    /// <summary>The largest page.</summary>
    public const int MaxLimit = 200;
}
