namespace ActiveActive.Tests.Cluster.Http;

[Collection(HttpCollection.Name)]
public sealed class CartTests(HttpSilo silo)
{
    [Fact]
    public async Task A_cart_has_what_was_put_in_and_not_taken_out()
    {
        Assert.Equal("""{"lines":[],"notes":[],"version":0}""", (await silo.Get("/v1/carts/fresh")).Is(200).Text);
        (await silo.Post("/v1/carts/fresh/put", """{"item":"pen","quantity":2}""")).Is(200);
        (await silo.Post("/v1/carts/fresh/put", """{"item":"ink","quantity":1}""")).Is(200);
        (await silo.Post("/v1/carts/fresh/put", """{"item":"pen","quantity":3}""")).Is(200);
        (await silo.Post("/v1/carts/fresh/take-out", """{"item":"ink"}""")).Is(200);
        Assert.Equal("""{"lines":[{"item":"pen","quantity":5}],"notes":[],"version":4}""", (await silo.Get("/v1/carts/fresh")).Is(200).Text);
    }

    [Fact]
    public async Task A_note_is_replaced()
    {
        (await silo.Post("/v1/carts/noted/note", """{"text":"quick"}""")).Is(200);
        var second = (await silo.Post("/v1/carts/noted/note", """{"text":"slow"}""")).Is(200);
        Assert.Contains("\"text\":\"slow\"", second.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("quick", second.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_repeated_request_counts_once()
    {
        for (var attempt = 0; attempt < 2; attempt++)
        {
            (await silo.Post("/v1/carts/repeated/put", """{"item":"pen","quantity":2}""", ("Idempotency-Key", "\"cart-once\""))).Is(200);
        }

        Assert.Contains("\"quantity\":2", (await silo.Get("/v1/carts/repeated")).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("put", """{"item":"","quantity":1}""", "invalid-item")]
    [InlineData("put", """{"item":"pen","quantity":0}""", "invalid-quantity")]
    [InlineData("put", """{"item":"pen","quantity":1000001}""", "invalid-quantity")]
    [InlineData("take-out", """{"item":"a\nb"}""", "invalid-item")]
    public async Task What_makes_no_sense_is_refused(string operation, string body, string code) => (await silo.Post($"/v1/carts/refused/{operation}", body)).IsProblem(400, code);

    [Fact]
    public async Task A_session_is_kept_in_headers()
    {
        var first = (await silo.Post("/v1/carts/session/put", """{"item":"pen","quantity":2}""", ("AA-Session", ""))).Is(200);
        var token = first.Headers["AA-Session"];
        Assert.StartsWith("local.1;local.1/0/all=", token, StringComparison.Ordinal);
        Assert.Equal("local", first.Headers["AA-Region"]);
        (await silo.Get("/v1/carts/session", ("AA-Session", token))).Is(200);
        Assert.False((await silo.Get("/v1/carts/session")).Is(200).Headers.ContainsKey("AA-Session"));

        const string Elsewhere = "far.1;far.1/0/all=7";
        (await silo.Get("/v1/carts/session", ("AA-Session", Elsewhere), ("AA-Behind", "redirect"))).IsProblem(421, "region-behind");
        var stale = (await silo.Get("/v1/carts/session", ("AA-Session", Elsewhere), ("AA-Behind", "stale"))).Is(200);
        Assert.Equal("true", stale.Headers["AA-Stale"]);
        Assert.Contains("far.1/0/all=7", stale.Headers["AA-Session"], StringComparison.Ordinal);
        (await silo.Get("/v1/carts/session", ("AA-Session", "nonsense;"))).IsProblem(400, "invalid-session");
        (await silo.Get("/v1/carts/session", ("AA-Session", ""), ("AA-Behind", "never"))).IsProblem(400, "invalid-behind");
        (await silo.Get("/v1/carts/session", ("AA-Acknowledge", "all"))).IsProblem(400, "invalid-acknowledge");
        (await silo.Post("/v1/carts/session/put", """{"item":"pen","quantity":2}""", ("AA-Acknowledge", "majority"))).Is(200);
    }
}
