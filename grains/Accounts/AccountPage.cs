using System.Collections.Immutable;

namespace ActiveActive.Accounts;

/// <summary>A full page of an account's history: entries <c>Number * Size + 1</c> to <c>(Number + 1) * Size</c>, oldest first.</summary>
/// <param name="Number">Counted from 0.</param>
/// <param name="Entries">Exactly <see cref="Size"/> entries.</param>
internal sealed record AccountPage(long Number, ImmutableArray<AccountEntry> Entries)
{
    /// <summary>How many entries a page holds. Part of the stored form: pages written with another size would be misread.</summary>
    public const int Size = 20;

    /// <summary>The page that holds an entry.</summary>
    public static long NumberOf(long entry) => (entry - 1) / Size;
}
