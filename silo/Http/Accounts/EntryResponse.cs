using System.Text.Json.Serialization;

namespace ActiveActive.Silo.Http.Accounts;

/// <summary>One change of an account.</summary>
/// <param name="Number">Counts the account's entries from 1, without a gap.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Amount">By how much.</param>
/// <param name="Balance">The balance after it.</param>
/// <param name="RequestId">The call that made it.</param>
/// <param name="At">When, on the database's clock.</param>
/// <param name="OtherAccount">The other side of a transfer; null for other kinds.</param>
/// <param name="Reference">The caller's own note, if there was one.</param>
[JsonNumberHandling(JsonNumberHandling.Strict)]
internal sealed record EntryResponse(
    long Number,
    [property: JsonConverter(typeof(EntryKindConverter))] AccountEntryKind Kind,
    long Amount,
    long Balance,
    Guid RequestId,
    DateTimeOffset At,
    string? OtherAccount,
    string? Reference)
{
    public static EntryResponse Of(AccountEntry entry) =>
        new(entry.Number, entry.Kind, entry.Amount, entry.Balance, entry.RequestId, entry.At, entry.OtherAccount, entry.Reference);
}
