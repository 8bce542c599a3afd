using ActiveActive.Accounts;
using CsCheck;

namespace ActiveActive.Tests.Unit.Accounts;

/// <summary>One random change of an account.</summary>
internal sealed record AccountOperation(AccountEntryKind Kind, long Amount)
{
    /// <summary>Amounts that are small, at the borders of 64 bits, or not allowed.</summary>
    public static Gen<AccountOperation> Any { get; } =
        from kind in Gen.OneOf(
            AccountEntryKind.Deposited, AccountEntryKind.Withdrawn, AccountEntryKind.Sent, AccountEntryKind.Received, AccountEntryKind.Refunded)
        from amount in Gen.Frequency(
            (8, Gen.Long[1, 100]),
            (1, Gen.OneOf(long.MaxValue, long.MaxValue / 2, long.MaxValue - 100)),
            (1, Gen.OneOf<long>(0, -1, long.MinValue)))
        select new AccountOperation(kind, amount);

    public AccountStep ApplyTo(AccountState state, AccountCall call) => Kind switch
    {
        AccountEntryKind.Deposited => state.Deposit(Amount, null, call),
        AccountEntryKind.Withdrawn => state.Withdraw(Amount, "note", call),
        AccountEntryKind.Sent => state.Transfer("self", "other", Amount, null, call),
        AccountEntryKind.Received => state.Receive("other", Amount, null, call),
        _ => state.Refund("other", Amount, null, call),
    };
}
