using System.Text.Json.Serialization;

namespace ActiveActive.Silo.Http.Accounts;

/// <summary>An account.</summary>
/// <param name="Balance">In the smallest unit; never below zero.</param>
/// <param name="Entries">How many entries the history has.</param>
[JsonNumberHandling(JsonNumberHandling.Strict)]
internal sealed record AccountResponse(long Balance, long Entries)
{
    public static AccountResponse Of(AccountBalance balance) => new(balance.Amount, balance.Entries);
}
