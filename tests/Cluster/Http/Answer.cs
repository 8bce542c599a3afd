using System.Text.Json;

namespace ActiveActive.Tests.Cluster.Http;

/// <summary>An HTTP answer, read.</summary>
public sealed record Answer(int Status, string? ContentType, string Text, IReadOnlyDictionary<string, string> Headers)
{
    public JsonElement Json => JsonDocument.Parse(Text).RootElement;

    public string? ETag => Headers.GetValueOrDefault("ETag");

    public bool IsReplay => Headers.GetValueOrDefault("Idempotency-Replayed") == "true";

    public static async Task<Answer> Of(HttpResponseMessage response)
    {
        var headers = response.Headers.Concat(response.Content.Headers).ToDictionary(h => h.Key, h => string.Join(", ", h.Value), StringComparer.OrdinalIgnoreCase);
        return new((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType, await response.Content.ReadAsStringAsync(), headers);
    }

    /// <summary>The member of the body.</summary>
    public long Number(string member) => Json.GetProperty(member).GetInt64();

    /// <summary>Asserts success.</summary>
    public Answer Is(int status)
    {
        Assert.True(Status == status, $"Expected {status}, got {Status}: {Text}");
        return this;
    }

    /// <summary>Asserts a complete problem.</summary>
    public Answer IsProblem(int status, string code)
    {
        Is(status);
        Assert.Equal("application/problem+json", ContentType);
        Assert.Equal((status, code, $"/problems/{code}"), (Json.GetProperty("status").GetInt32(), Json.GetProperty("code").GetString(), Json.GetProperty("type").GetString()));
        Assert.All(["title", "detail", "advice", "traceId"], member => Assert.False(string.IsNullOrWhiteSpace(Json.GetProperty(member).GetString()), member));
        Assert.DoesNotContain("   at ", Text, StringComparison.Ordinal);
        return this;
    }
}
