using System.Text.Json.Serialization;

namespace ActiveActive.Silo.Http.Health;

/// <summary>What one check found.</summary>
internal sealed record HealthCheckResponse(string Status, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Description);
