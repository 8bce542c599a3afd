namespace ActiveActive.Tests.Cluster.Http;

[Collection(HttpCollection.Name)]
public sealed class StockTests(HttpSilo silo)
{
    [Fact]
    public async Task A_stock_has_what_was_restocked_and_not_taken()
    {
        Assert.Equal("""{"value":0,"here":0,"elsewhere":0,"version":0}""", (await silo.Get("/v1/stocks/fresh")).Is(200).Text);
        (await silo.Post("/v1/stocks/fresh/restock", """{"amount":10}""")).Is(200);
        var taken = (await silo.Post("/v1/stocks/fresh/take", """{"amount":4}""")).Is(200);
        Assert.Equal("""{"value":6,"here":6,"elsewhere":0,"version":2}""", taken.Text);
        Assert.Equal(taken.Text, (await silo.Get("/v1/stocks/fresh")).Is(200).Text);
    }

    [Fact]
    public async Task What_is_not_there_is_not_taken()
    {
        (await silo.Post("/v1/stocks/short/restock", """{"amount":3}""")).Is(200);
        (await silo.Post("/v1/stocks/short/take", """{"amount":4}""")).IsProblem(409, "insufficient-stock");
        (await silo.Post("/v1/stocks/short/take", """{"amount":3}""")).Is(200);
        (await silo.Post("/v1/stocks/short/take", """{"amount":1}""")).IsProblem(409, "insufficient-stock");
    }

    [Fact]
    public async Task A_repeated_request_counts_once_and_its_stock_can_be_taken()
    {
        for (var attempt = 0; attempt < 2; attempt++)
        {
            (await silo.Post("/v1/stocks/repeated/restock", """{"amount":5}""", ("Idempotency-Key", "\"stock-in\""))).Is(200);
        }

        for (var attempt = 0; attempt < 2; attempt++)
        {
            Assert.Equal(2, (await silo.Post("/v1/stocks/repeated/take", """{"amount":3}""", ("Idempotency-Key", "\"stock-out\""))).Is(200).Number("value"));
        }

        Assert.Equal("""{"value":2,"here":2,"elsewhere":0,"version":2}""", (await silo.Get("/v1/stocks/repeated")).Text);
    }

    [Fact]
    public async Task What_is_taken_at_the_same_time_is_there_once()
    {
        (await silo.Post("/v1/stocks/hot/restock", """{"amount":30}""")).Is(200);
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => silo.Post("/v1/stocks/hot/take", """{"amount":1}""")));
        Assert.Equal(30, answers.Count(static answer => answer.Status == 200));
        Assert.All(answers.Where(static answer => answer.Status != 200), static answer => answer.IsProblem(409, "insufficient-stock"));
        Assert.Equal(0, (await silo.Get("/v1/stocks/hot")).Number("value"));
    }

    [Theory]
    [InlineData("restock", """{"amount":0}""", "invalid-amount")]
    [InlineData("restock", """{"amount":-1}""", "invalid-amount")]
    [InlineData("restock", """{"amount":1000000000001}""", "invalid-amount")]
    [InlineData("take", """{"amount":0}""", "invalid-amount")]
    [InlineData("take", """{"amount":-1}""", "invalid-amount")]
    [InlineData("take", """{"amount":1000000000001}""", "invalid-amount")]
    [InlineData("take", """{"amount":1.5}""", "invalid-body")]
    public async Task What_makes_no_sense_is_refused(string operation, string body, string code) => (await silo.Post($"/v1/stocks/refused/{operation}", body)).IsProblem(400, code);
}
