using System.Text.Json.Serialization;

namespace ActiveActive.Silo.Http.Shared.Counters;

/// <summary>What to add to a counter that every region changes.</summary>
/// <param name="Amount">From -10^15 to 10^15.</param>
[JsonNumberHandling(JsonNumberHandling.Strict)]
internal sealed record SharedAddRequest(long Amount);
