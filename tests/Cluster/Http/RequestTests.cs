using System.Net.Http.Headers;
using System.Text;

namespace ActiveActive.Tests.Cluster.Http;

/// <summary>What holds for all routes: keys, errors, limits.</summary>
[Collection(HttpCollection.Name)]
public sealed class RequestTests(HttpSilo silo)
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("a%2Fb", "a/b")]
    [InlineData("a%252Fb", "a%2Fb")]
    [InlineData("a%20b+c", "a b+c")]
    [InlineData("%F0%9F%99%82", "🙂")]
    [InlineData("q%3Fx%23y", "q?x#y")]
    [InlineData("...", "...")]
    public async Task A_key_is_the_decoded_text_and_different_keys_are_different_grains(string encoded, string key)
    {
        (await silo.Post($"/v1/accounts/{encoded}")).Is(201);
        var grain = silo.Grains.GetGrain<IAccountGrain>(key);
        Assert.Equal(1, (await grain.Balance()).Entries);
    }

    [Theory]
    [InlineData("a%FFb")]
    [InlineData("%C0%AF")]
    [InlineData("%ED%A0%80")]
    [InlineData("a%0Ab")]
    [InlineData("a%7Fb")]
    [InlineData("a%C2%85b")]
    [InlineData("a%zzb")]
    [InlineData("a%2")]
    public async Task What_is_no_key_is_refused(string encoded) => (await silo.Get($"/v1/counters/{encoded}")).IsProblem(400, "invalid-key");

    [Theory]
    [InlineData(200, 200)]
    [InlineData(201, 400)]
    public async Task A_key_has_up_to_200_bytes(int length, int status)
    {
        (await silo.Get($"/v1/counters/{new string('k', length)}")).Is(status);
        (await silo.Get($"/v1/counters/{string.Concat(Enumerable.Repeat("%C3%A9", length / 2))}{(length % 2 == 1 ? "k" : "")}")).Is(status);
    }

    [Theory]
    [InlineData("GET", "/v1/nothing", 404, "no-such-route")]
    [InlineData("GET", "/nothing", 404, "no-such-route")]
    [InlineData("GET", "/v1/counters/", 404, "no-such-route")]
    [InlineData("DELETE", "/v1/counters/x", 405, "method-not-allowed")]
    public async Task What_routing_refuses_is_a_problem_too(string method, string path, int status, string code) =>
        (await silo.Send(method, path, (string?)null)).IsProblem(status, code);

    [Fact]
    public async Task Only_JSON_is_taken()
    {
        using var text = new StringContent("""{"amount":1}""", Encoding.UTF8, "text/plain");
        (await silo.Send("POST", "/v1/counters/media/add", text)).IsProblem(415, "unsupported-media-type");
        using var packed = new StringContent("""{"amount":1}""", Encoding.UTF8, "application/json");
        packed.Headers.ContentEncoding.Add("gzip");
        (await silo.Send("POST", "/v1/counters/media/add", packed)).IsProblem(415, "unsupported-media-type");
        using var latin = new ByteArrayContent([(byte)'"', 0xFF, (byte)'"']);
        latin.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        (await silo.Send("PUT", "/v1/registers/media", latin)).IsProblem(400, "invalid-body");
    }

    [Fact]
    public async Task A_body_of_unknown_length_is_limited_too()
    {
        using var endless = new StreamContent(new MemoryStream(new byte[HttpSilo.MaxBodyBytes * 4]));
        endless.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        endless.Headers.ContentLength = null;
        (await silo.Send("PUT", "/v1/registers/endless", endless, ("Transfer-Encoding", "chunked"))).IsProblem(413, "body-too-large");
    }

    [Fact]
    public async Task A_fault_is_logged_and_told_without_its_secrets()
    {
        var problem = (await silo.Get("/test/fault")).IsProblem(500, "internal-error");
        Assert.DoesNotContain("secret", problem.Text, StringComparison.Ordinal);
        var trace = problem.Json.GetProperty("traceId").GetString()!;
        Assert.Contains(silo.Logs.Errors, error => error.Contains(trace, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Answers_are_neither_cached_nor_guessed_at()
    {
        var answer = await silo.Get("/v1/counters/headers");
        Assert.Equal(("no-cache", "nosniff"), (answer.Headers["Cache-Control"], answer.Headers["X-Content-Type-Options"]));
    }

    [Theory]
    [InlineData("live")]
    [InlineData("ready")]
    [InlineData("startup")]
    public async Task A_running_silo_is_well(string question)
    {
        var health = (await silo.Get($"/health/{question}")).Is(200).Json;
        Assert.Equal("Healthy", health.GetProperty("status").GetString());
        Assert.NotEmpty(health.GetProperty("checks").EnumerateObject());
    }
}
