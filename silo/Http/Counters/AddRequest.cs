using System.Text.Json.Serialization;

namespace ActiveActive.Silo.Http.Counters;

/// <summary>What to add to a counter.</summary>
/// <param name="Amount">A whole number of 64 bits; may be negative.</param>
[JsonNumberHandling(JsonNumberHandling.Strict)]
internal sealed record AddRequest(long Amount);
