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
}
