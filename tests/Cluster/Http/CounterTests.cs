namespace ActiveActive.Tests.Cluster.Http;

[Collection(HttpCollection.Name)]
public sealed class CounterTests(HttpSilo silo)
{
    [Fact]
    public async Task A_counter_is_zero_and_then_what_was_added()
    {
        Assert.Equal(0, (await silo.Get("/v1/counters/fresh")).Is(200).Number("value"));
        Assert.Equal(5, (await silo.Post("/v1/counters/fresh/add", """{"amount":5}""")).Is(200).Number("value"));
        var second = (await silo.Post("/v1/counters/fresh/add", """{"amount":-7}""")).Is(200);
        Assert.Equal((-2, 2), (second.Number("value"), second.Number("version")));
        Assert.Equal(second.Text, (await silo.Get("/v1/counters/fresh")).Text);
    }

    [Fact]
    public async Task Numbers_are_64_bits_wide_and_never_wrap()
    {
        Assert.Equal(long.MaxValue, (await silo.Post("/v1/counters/wide/add", $$"""{"amount":{{long.MaxValue}}}""")).Is(200).Number("value"));
        (await silo.Post("/v1/counters/wide/add", """{"amount":1}""")).IsProblem(409, "out-of-range");
        Assert.Equal(long.MaxValue, (await silo.Get("/v1/counters/wide")).Number("value"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("""{"amount":5""")]
    [InlineData("[5]")]
    [InlineData("5")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"amount":null}""")]
    [InlineData("""{"amount":"5"}""")]
    [InlineData("""{"amount":5.5}""")]
    [InlineData("""{"amount":5.0}""")]
    [InlineData("""{"amount":5e3}""")]
    [InlineData("""{"amount":9223372036854775808}""")]
    [InlineData("""{"amount":5,"amount":6}""")]
    [InlineData("""{"amount":5,"unknown":6}""")]
    [InlineData("""{"Amount":5}""")]
    public async Task What_is_not_an_amount_is_refused_and_adds_nothing(string body)
    {
        (await silo.Post("/v1/counters/strict/add", body)).IsProblem(400, "invalid-body");
        Assert.Equal(0, (await silo.Get("/v1/counters/strict")).Number("value"));
    }

    [Fact]
    public async Task Concurrent_additions_all_count()
    {
        var answers = await Task.WhenAll(Enumerable.Range(1, 100).Select(_ => silo.Post("/v1/counters/hot/add", """{"amount":1}""")));
        Assert.Equal(Enumerable.Range(1, 100).Select(i => (long)i), answers.Select(answer => answer.Is(200).Number("value")).Order());
    }
}
