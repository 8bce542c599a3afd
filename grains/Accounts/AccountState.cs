using System.Collections.Immutable;
using ActiveActive.State;

namespace ActiveActive.Accounts;

/// <summary>An account: its balance, and the newest part of its history.</summary>
/// <remarks>
/// The state does not grow with the history. Every <see cref="AccountPage.Size"/> entries the newest page is full and is sent to a grain of its own, by a send
/// that commits with the entry that filled it. That page stays here until the next one is full, so that it is read from here while it travels; the one
/// before it is dropped. So between one and two pages are held.
/// </remarks>
[Immutable, StateType(1)]
internal sealed record AccountState
{
    public long Balance { get; init; }

    /// <summary>How many entries were ever made; an account is open from its first on.</summary>
    public long Entries { get; init; }

    /// <summary>The newest entries without a gap, oldest first.</summary>
    public ImmutableArray<StoredEntry> Held { get; init; } = [];

    public AccountBalance View()
    {
        DemandOpen();
        return new AccountBalance(Balance, Entries);
    }

    public AccountStep Open(AccountCall call) => Entries > 0
        ? throw new RefusedException("already-open", "The account is open already. Nothing was changed; use it, or open one with another name.")
        : Append(AccountEntryKind.Opened, 0, 0, call);

    public AccountStep Deposit(long amount, string? reference, AccountCall call)
    {
        AccountRules.Reference(reference);
        return Add(AccountEntryKind.Deposited, amount, call, null, reference);
    }

    public AccountStep Withdraw(long amount, string? reference, AccountCall call)
    {
        AccountRules.Reference(reference);
        return Take(AccountEntryKind.Withdrawn, amount, call, null, reference);
    }

    public AccountStep Transfer(string self, string other, long amount, string? reference, AccountCall call)
    {
        AccountRules.Reference(reference);
        AccountRules.OtherAccount(self, other);
        return Take(AccountEntryKind.Sent, amount, call, other, reference);
    }

    public AccountStep Receive(string other, long amount, string? reference, AccountCall call) =>
        Add(AccountEntryKind.Received, amount, call, other, reference);

    public AccountStep Refund(string other, long amount, string? reference, AccountCall call)
    {
        // A refused refund would be money lost; one that fails is kept and delivered later.
        if (HasNoRoomFor(amount))
        {
            throw new OverloadedException($"The balance has no room for a refund of {amount} in 64 bits. It stays kept as a call to send and is tried again.");
        }

        return Add(AccountEntryKind.Refunded, amount, call, other, reference);
    }

    /// <summary>The part of the history that a reader asks for.</summary>
    /// <exception cref="RefusedException"><c>not-open</c>, <c>invalid-limit</c>.</exception>
    public HistoryWindow Window(long? before, int limit)
    {
        AccountRules.Limit(limit);
        DemandOpen();
        var newest = Math.Min(Entries, Math.Max(before ?? long.MaxValue, 1) - 1);
        return new HistoryWindow(newest, Math.Max(newest - limit + 1, 1), Held);
    }

    private AccountStep Add(AccountEntryKind kind, long amount, AccountCall call, string? other, string? reference)
    {
        AccountRules.Amount(amount);
        DemandOpen();
        if (HasNoRoomFor(amount))
        {
            throw new RefusedException("out-of-range", "The balance would not fit a signed 64-bit number. Nothing was changed; use a second account.");
        }

        return Append(kind, amount, Balance + amount, call, other, reference);
    }

    private AccountStep Take(AccountEntryKind kind, long amount, AccountCall call, string? other, string? reference)
    {
        AccountRules.Amount(amount);
        DemandOpen();
        if (Balance < amount)
        {
            throw new RefusedException("insufficient-funds", $"The balance is {Balance}, less than {amount}. Nothing was changed; take less, or deposit first.");
        }

        return Append(kind, amount, Balance - amount, call, other, reference);
    }

    private AccountStep Append(AccountEntryKind kind, long amount, long balance, AccountCall call, string? other = null, string? reference = null)
    {
        var stored = StoredEntry.Of(new AccountEntry(Entries + 1, kind, amount, balance, call.RequestId, call.At, other, reference));
        var entry = stored.View();
        var held = Held.Add(stored);
        AccountPage? full = null;
        if (entry.Number % AccountPage.Size == 0)
        {
            held = held[^AccountPage.Size..];
            full = new AccountPage(AccountPage.NumberOf(entry.Number), [.. held.Select(each => each.View())]);
        }

        return new AccountStep(new AccountState { Balance = balance, Entries = entry.Number, Held = held }, entry, full);
    }

    private bool HasNoRoomFor(long amount) => amount > long.MaxValue - Balance;

    private void DemandOpen()
    {
        if (Entries == 0)
        {
            throw new RefusedException("not-open", "There is no open account of this name. Open it first.");
        }
    }
}
