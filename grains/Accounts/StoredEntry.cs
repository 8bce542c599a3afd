using System.Text.Json.Serialization;

namespace ActiveActive.Accounts;

/// <summary>An entry as it is kept: each write of an account rewrites its newest entries, so the names are short and what is missing is left out.</summary>
internal sealed record StoredEntry
{
    [JsonPropertyName("n")]
    public required long Number { get; init; }

    [JsonPropertyName("k")]
    public required AccountEntryKind Kind { get; init; }

    [JsonPropertyName("a")]
    public required long Amount { get; init; }

    [JsonPropertyName("b")]
    public required long Balance { get; init; }

    [JsonPropertyName("id")]
    public required Guid RequestId { get; init; }

    /// <summary>Milliseconds since 1970.</summary>
    [JsonPropertyName("at")]
    public required long At { get; init; }

    [JsonPropertyName("o"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? OtherAccount { get; init; }

    [JsonPropertyName("r"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Reference { get; init; }

    public static StoredEntry Of(AccountEntry entry) => new()
    {
        Number = entry.Number,
        Kind = entry.Kind,
        Amount = entry.Amount,
        Balance = entry.Balance,
        RequestId = entry.RequestId,
        At = entry.At.ToUnixTimeMilliseconds(),
        OtherAccount = entry.OtherAccount,
        Reference = entry.Reference,
    };

    public AccountEntry View() =>
        new(Number, Kind, Amount, Balance, RequestId, DateTimeOffset.FromUnixTimeMilliseconds(At), OtherAccount, Reference);
}
