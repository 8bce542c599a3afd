using System.Text;

namespace ActiveActive.Accounts;

/// <summary>What an account demands of a call's arguments, whatever its own state.</summary>
internal static class AccountRules
{
    private const int MaxAccountBytes = 200;

    public static void Amount(long amount)
    {
        if (amount <= 0)
        {
            throw new RefusedException("invalid-amount", $"An amount must be above zero; it was {amount}. Nothing was changed.", Advice.FixTheCause);
        }
    }

    public static void Reference(string? reference)
    {
        if (reference is not null && (reference.Length > AccountEntry.MaxReferenceLength || reference.Any(char.IsControl)))
        {
            throw new RefusedException(
                "invalid-reference",
                $"A reference may have {AccountEntry.MaxReferenceLength} characters and no control characters. Nothing was changed; shorten or clean it.",
                Advice.FixTheCause);
        }
    }

    public static void OtherAccount(string self, string other)
    {
        if (string.IsNullOrEmpty(other) || Encoding.UTF8.GetByteCount(other) > MaxAccountBytes || other.Any(char.IsControl))
        {
            throw new RefusedException(
                "invalid-account",
                $"An account's name takes 1 to {MaxAccountBytes} bytes of UTF-8 without control characters. Nothing was changed; correct the name to transfer to.",
                Advice.FixTheCause);
        }

        if (self == other)
        {
            throw new RefusedException("same-account", "A transfer needs two accounts. Nothing was changed.", Advice.FixTheCause);
        }
    }

    public static void Limit(int limit)
    {
        if (limit is < 1 or > AccountHistory.MaxLimit)
        {
            throw new RefusedException("invalid-limit", $"A page of history may have 1 to {AccountHistory.MaxLimit} entries, not {limit}.", Advice.FixTheCause);
        }
    }
}
