using System.Text.Json.Serialization;

namespace ActiveActive.Silo.Http.Accounts;

/// <summary>A transfer.</summary>
/// <param name="To">The account to transfer to.</param>
/// <param name="Amount">In the smallest unit, above zero; a whole number of 64 bits.</param>
/// <param name="Reference">The caller's own note, up to 200 characters.</param>
[JsonNumberHandling(JsonNumberHandling.Strict)]
internal sealed record TransferRequest(string To, long Amount, string? Reference = null);
