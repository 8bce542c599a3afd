using System.Text.Json.Serialization;

namespace ActiveActive.Silo.Http.Accounts;

/// <summary>A page of an account's history.</summary>
/// <param name="Entries">Newest first, without a gap.</param>
/// <param name="Before">What to ask for to get the next older page; null when there is none.</param>
[JsonNumberHandling(JsonNumberHandling.Strict)]
internal sealed record HistoryResponse(IReadOnlyList<EntryResponse> Entries, long? Before)
{
    public static HistoryResponse Of(AccountHistory history) => new([.. history.Entries.Select(EntryResponse.Of)], history.Before);
}
