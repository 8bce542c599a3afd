using System.Text.Json;
using ActiveActive.Accounts;
using CsCheck;

namespace ActiveActive.Tests.Unit.Accounts;

/// <summary>The rules of an account. A failing property prints the seed that replays it (set it by <c>CsCheck_Seed</c>).</summary>
public sealed class AccountStateTests
{
    [Fact]
    public void The_balance_is_never_below_zero_and_always_the_sum_of_the_entries() => AccountOperation.Any.Array[0, 120].Sample(operations =>
    {
        var account = new AccountModel();
        foreach (var operation in operations)
        {
            var before = account.State;
            try
            {
                if (account.Apply(state => operation.ApplyTo(state, account.Call())) is not null)
                {
                    Assert.Same(before, account.State);
                }
            }
            catch (OverloadedException)
            {
                Assert.Equal(AccountEntryKind.Refunded, operation.Kind);
            }

            Assert.True(account.State.Balance >= 0);
        }

        Assert.Equal(account.Entries.Sum(Signed), account.State.Balance);
        Assert.Equal(Enumerable.Range(1, account.Entries.Count).Select(i => (long)i), account.Entries.Select(entry => entry.Number));
    });

    [Fact]
    public void The_generator_makes_every_kind_of_entry_and_every_refusal()
    {
        // The generator is tested too: a property over nothing would always hold.
        var seen = new HashSet<string>();
        AccountOperation.Any.Array[60].Sample(
            operations =>
            {
                var account = new AccountModel();
                foreach (var operation in operations)
                {
                    try
                    {
                        seen.Add(account.Apply(state => operation.ApplyTo(state, account.Call())) ?? operation.Kind.ToString());
                    }
                    catch (OverloadedException)
                    {
                        seen.Add("refund-waits");
                    }
                }
            },
            iter: 200,
            threads: 1);
        Assert.Superset(
            new HashSet<string> { "Deposited", "Withdrawn", "Sent", "Received", "Refunded", "invalid-amount", "insufficient-funds", "out-of-range", "refund-waits" },
            seen);
    }

    [Fact]
    public void The_state_holds_between_one_and_two_pages_however_long_the_history()
    {
        var account = new AccountModel();
        for (var i = 1; i <= 500; i++)
        {
            account.Apply(state => state.Deposit(1, new string('r', AccountEntry.MaxReferenceLength), account.Call()));
            Assert.True(account.State.Held.Length < 2 * AccountPage.Size);
            Assert.True(account.State.Held.Length >= Math.Min(AccountPage.Size, account.Entries.Count));
            Assert.Equal(account.Entries.TakeLast(account.State.Held.Length), account.State.Held.Select(stored => stored.View()));
        }

        Assert.InRange(JsonSerializer.SerializeToUtf8Bytes(account.State).Length, 1, 16_000);
    }

    [Fact]
    public void The_state_survives_its_stored_form()
    {
        var account = new AccountModel();
        account.Apply(state => state.Deposit(100, "note \" \\ é", account.Call()));
        account.Apply(state => state.Transfer("self", "other", 30, null, account.Call()));
        var read = JsonSerializer.Deserialize<AccountState>(JsonSerializer.SerializeToUtf8Bytes(account.State))!;
        Assert.Equal((account.State.Balance, account.State.Entries), (read.Balance, read.Entries));
        Assert.Equal(account.Entries, read.Held.Select(stored => stored.View()));
        Assert.Empty(JsonSerializer.Deserialize<AccountState>("{}")!.Held);
    }

    [Theory]
    [InlineData("already-open")]
    [InlineData("same-account")]
    [InlineData("invalid-account")]
    [InlineData("invalid-reference")]
    [InlineData("insufficient-funds")]
    [InlineData("invalid-amount")]
    [InlineData("out-of-range")]
    public void A_refusal_says_why(string code)
    {
        var account = new AccountModel();
        account.Apply(state => state.Deposit(100, null, account.Call()));
        Assert.Equal(code, account.Apply(state => code switch
        {
            "already-open" => state.Open(account.Call()),
            "same-account" => state.Transfer("self", "self", 1, null, account.Call()),
            "invalid-account" => state.Transfer("self", new string('x', 201), 1, null, account.Call()),
            "invalid-reference" => state.Deposit(1, new string('x', AccountEntry.MaxReferenceLength + 1), account.Call()),
            "insufficient-funds" => state.Withdraw(101, null, account.Call()),
            "invalid-amount" => state.Deposit(0, null, account.Call()),
            _ => state.Deposit(long.MaxValue - 99, null, account.Call()),
        }));
    }

    [Fact]
    public void Nothing_can_be_done_with_an_account_that_is_not_open()
    {
        var (closed, call) = (new AccountState(), new AccountModel().Call());
        Func<object>[] all =
        [
            closed.View, () => closed.Deposit(1, null, call), () => closed.Withdraw(1, null, call), () => closed.Transfer("a", "b", 1, null, call),
            () => closed.Receive("a", 1, null, call), () => closed.Refund("a", 1, null, call), () => closed.Window(null, 1),
        ];
        Assert.All(all, each => Assert.Equal("not-open", Assert.Throws<RefusedException>(each).Code));
    }

    private static long Signed(AccountEntry entry) => entry.Kind is AccountEntryKind.Withdrawn or AccountEntryKind.Sent ? -entry.Amount : entry.Amount;
}
