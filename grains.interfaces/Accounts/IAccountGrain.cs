using Orleans.Concurrency;

namespace ActiveActive;

/// <summary>
/// A durable account, named by its key. Amounts are in the smallest unit of whatever the account holds (cents, points) and above zero; the
/// balance never goes below zero. Every change is an entry of the account's history.
/// </summary>
/// <remarks>
/// A <c>reference</c> is the caller's own note: at most <see cref="AccountEntry.MaxReferenceLength"/> characters and no control characters, else the
/// call is refused as <c>invalid-reference</c>.
/// </remarks>
[ExactlyOnce, Alias("aa.IAccountGrain")]
public interface IAccountGrain : IGrainWithStringKey
{
    /// <summary>Opens the account with balance zero.</summary>
    /// <exception cref="RefusedException"><c>already-open</c>.</exception>
    [Alias("Open")]
    Task<AccountBalance> Open();

    /// <summary>Adds to the balance.</summary>
    /// <exception cref="RefusedException"><c>not-open</c>, <c>invalid-amount</c>, or <c>out-of-range</c>: the balance would not fit 64 bits.</exception>
    [Alias("Deposit")]
    Task<AccountEntry> Deposit(long amount, string? reference = null);

    /// <summary>Takes from the balance.</summary>
    /// <exception cref="RefusedException"><c>not-open</c>, <c>invalid-amount</c> or <c>insufficient-funds</c>.</exception>
    [Alias("Withdraw")]
    Task<AccountEntry> Withdraw(long amount, string? reference = null);

    /// <summary>
    /// Moves an amount to another account. It has left this account when the call returns and arrives there exactly once, usually within
    /// milliseconds; if that account refuses it (not open, full), it is put back here as a refund.
    /// </summary>
    /// <exception cref="RefusedException"><c>not-open</c>, <c>invalid-amount</c>, <c>insufficient-funds</c>, <c>same-account</c> or <c>invalid-account</c>.</exception>
    [Alias("Transfer")]
    Task<AccountEntry> Transfer(string toAccount, long amount, string? reference = null);

    /// <summary>Takes in an amount that another account transferred. Called by that account.</summary>
    /// <exception cref="RefusedException"><c>not-open</c>, <c>invalid-amount</c> or <c>out-of-range</c>: the sender gets its amount back.</exception>
    [Alias("Receive")]
    Task<AccountEntry> Receive(string fromAccount, long amount, string? reference);

    /// <summary>Takes back an amount that another account refused. Called when a transfer was refused.</summary>
    /// <exception cref="OverloadedException">The balance has no room for it in 64 bits now. The refund is kept and tried again until it has.</exception>
    [Alias("Refund")]
    Task<AccountEntry> Refund(string toAccount, long amount, string? reference);

    /// <summary>The committed balance.</summary>
    /// <exception cref="RefusedException"><c>not-open</c>.</exception>
    [ReadOnly, AlwaysInterleave, Alias("Balance")]
    Task<AccountBalance> Balance();

    /// <summary>
    /// A page of the history, newest entry first and without a gap. It may be shorter than asked for; <see cref="AccountHistory.Before"/> says
    /// whether there is more.
    /// </summary>
    /// <param name="before">Only entries with a lower number; null for the newest.</param>
    /// <param name="limit">How many at most, 1 to <see cref="AccountHistory.MaxLimit"/>.</param>
    /// <exception cref="RefusedException"><c>not-open</c>, <c>invalid-limit</c>.</exception>
    /// <exception cref="OverloadedException">The older entries asked for are on their way to where they are kept; they will be there in a moment.</exception>
    [ReadOnly, AlwaysInterleave, Alias("History")]
    Task<AccountHistory> History(long? before = null, int limit = 50);
}
