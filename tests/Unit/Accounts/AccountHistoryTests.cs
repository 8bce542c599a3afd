using CsCheck;

namespace ActiveActive.Tests.Unit.Accounts;

/// <summary>The history over the account itself and the pages elsewhere. A failing property prints the seed that replays it.</summary>
public sealed class AccountHistoryTests
{
    [Fact]
    public void A_page_is_the_wanted_part_of_all_entries() =>
        (from count in Gen.Int[0, 150]
         from before in Gen.Frequency((1, Gen.Const((long?)null)), (6, Gen.Long[-2, 160].Select(n => (long?)n)))
         from limit in Gen.Frequency((1, Gen.Const(AccountHistory.MaxLimit)), (4, Gen.Int[1, 50]))
         select (count, before, limit)).Sample(t =>
    {
        var account = WithDeposits(t.count);
        var page = account.History(t.before, t.limit);
        var expected = account.Entries.Where(entry => t.before is null || entry.Number < t.before).Reverse().Take(t.limit).ToList();
        Assert.Equal(expected, page.Entries);
        Assert.Equal(expected is [.., { Number: > 1 } last] ? last.Number : null, page.Before);
    });

    [Fact]
    public void Following_the_pages_gives_every_entry_once() => Gen.Select(Gen.Int[0, 150], Gen.Int[1, 60]).Sample((count, limit) =>
    {
        var account = WithDeposits(count);
        var all = new List<AccountEntry>();
        long? before = null;
        do
        {
            var page = account.History(before, limit);
            all.AddRange(page.Entries);
            before = page.Before;
        }
        while (before is not null);
        Assert.Equal(account.Entries.AsEnumerable().Reverse(), all);
    });

    [Fact]
    public void Where_a_page_has_not_arrived_the_answer_ends_early_and_the_next_one_asks_to_retry()
    {
        // Entries 1 to 20 have arrived, 21 to 40 have not, 41 to 65 are held: the last two pages are in the account.
        var account = WithDeposits(19);
        account.Delivers = false;
        Deposit(account, 45);
        var page = account.History(null, 60);
        Assert.Equal(account.Entries.TakeLast(25).Reverse(), page.Entries);
        Assert.Equal(41, page.Before);
        var notYet = Assert.Throws<OverloadedException>(() => account.History(page.Before, 60));
        Assert.Equal(Advice.Retry, notYet.Advice);
        Assert.Equal(20, account.History(21, 60).Entries.Length);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(AccountHistory.MaxLimit + 1)]
    public void A_limit_out_of_range_is_refused(int limit) =>
        Assert.Equal("invalid-limit", Assert.Throws<RefusedException>(() => WithDeposits(1).History(null, limit)).Code);

    private static AccountModel WithDeposits(int count)
    {
        var account = new AccountModel();
        Deposit(account, count);
        return account;
    }

    private static void Deposit(AccountModel account, int count)
    {
        for (var i = 1; i <= count; i++)
        {
            account.Apply(state => state.Deposit(i, null, account.Call()));
        }
    }
}
