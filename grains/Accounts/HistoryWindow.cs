using System.Collections.Immutable;

namespace ActiveActive.Accounts;

/// <summary>A range of an account's entries that a reader asked for, and where they are found.</summary>
/// <param name="Newest">The highest entry wanted; 0 for none.</param>
/// <param name="Oldest">The lowest entry wanted.</param>
/// <param name="Held">The entries that the account itself holds, oldest first.</param>
internal sealed record HistoryWindow(long Newest, long Oldest, ImmutableArray<StoredEntry> Held)
{
    private long OldestHeld => Held[0].Number;

    /// <summary>The pages that must be read, newest first.</summary>
    public IEnumerable<long> Pages()
    {
        var newestElsewhere = Math.Min(Newest, OldestHeld - 1);
        for (var page = AccountPage.NumberOf(newestElsewhere); newestElsewhere >= Oldest && page >= AccountPage.NumberOf(Oldest); page--)
        {
            yield return page;
        }
    }

    /// <summary>Puts the answer together. A page that has not arrived yet ends it early, so that there is never a gap.</summary>
    /// <param name="pages">The contents of <see cref="Pages"/> in that order; an empty one has not arrived.</param>
    /// <exception cref="OverloadedException">Not even the first entry has arrived.</exception>
    public AccountHistory Assemble(IEnumerable<ImmutableArray<AccountEntry>> pages)
    {
        var found = new List<AccountEntry>();
        found.AddRange(Held.Reverse().Where(entry => IsWanted(entry.Number)).Select(entry => entry.View()));
        foreach (var page in pages.TakeWhile(page => !page.IsDefaultOrEmpty))
        {
            found.AddRange(page.Reverse().Where(entry => IsWanted(entry.Number)));
        }

        if (found.Count == 0 && Newest > 0)
        {
            throw new OverloadedException($"Entry {Newest} and older ones are being moved to where they are kept. Ask again in a moment.");
        }

        return new AccountHistory([.. found], found is [.., { Number: > 1 } last] ? last.Number : null);
    }

    private bool IsWanted(long number) => number >= Oldest && number <= Newest;
}
