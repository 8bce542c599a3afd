namespace ActiveActive.Silo.Http.Requests;

/// <summary>A header that an endpoint reads by itself, for the OpenAPI document.</summary>
internal sealed record HeaderParameter(string Name, string Description);
