namespace ActiveActive.Tests.Cluster.Http;

[Collection(HttpCollection.Name)]
public sealed class SharedTests(HttpSilo silo)
{
    [Fact]
    public async Task A_counter_is_raised_and_lowered()
    {
        Assert.Equal("""{"value":0,"version":0}""", (await silo.Get("/v1/shared/counters/fresh")).Is(200).Text);
        (await silo.Post("/v1/shared/counters/fresh/add", """{"amount":7}""")).Is(200);
        var second = (await silo.Post("/v1/shared/counters/fresh/add", """{"amount":-10}""")).Is(200);
        Assert.Equal("""{"value":-3,"version":2}""", second.Text);
        Assert.Equal(second.Text, (await silo.Get("/v1/shared/counters/fresh")).Text);
    }

    [Fact]
    public async Task It_is_another_one_than_the_counter_of_the_region()
    {
        (await silo.Post("/v1/shared/counters/same-key/add", """{"amount":7}""")).Is(200);
        Assert.Equal(0, (await silo.Get("/v1/counters/same-key")).Number("value"));
    }

    [Fact]
    public async Task A_counter_refuses_what_it_could_not_keep()
    {
        for (var number = 1; number <= 3; number++)
        {
            (await silo.Post("/v1/shared/counters/wide/add", $$"""{"amount":{{1_000_000_000_000_000}}}""")).Is(200);
        }

        Assert.Equal(3_000_000_000_000_000, (await silo.Get("/v1/shared/counters/wide")).Number("value"));
        (await silo.Post("/v1/shared/counters/wide/add", """{"amount":1000000000000001}""")).IsProblem(400, "invalid-amount");
        (await silo.Post("/v1/shared/counters/wide/add", """{"amount":-1000000000000001}""")).IsProblem(400, "invalid-amount");
    }

    [Fact]
    public async Task A_set_has_what_was_added_and_not_removed()
    {
        (await silo.Post("/v1/shared/sets/words/add", """{"item":"pen"}""")).Is(200);
        (await silo.Post("/v1/shared/sets/words/add", """{"item":"Tinte & Öl"}""")).Is(200);
        (await silo.Post("/v1/shared/sets/words/add", """{"item":"ink"}""")).Is(200);
        Assert.Equal("""{"count":2,"version":4}""", (await silo.Post("/v1/shared/sets/words/remove", """{"item":"pen"}""")).Is(200).Text);
        Assert.Equal("""{"count":2,"version":4}""", (await silo.Post("/v1/shared/sets/words/remove", """{"item":"never there"}""")).Is(200).Text);
        Assert.Equal(["Tinte & Öl", "ink"], (await silo.Get("/v1/shared/sets/words")).Is(200).Json.GetProperty("items").EnumerateArray().Select(static item => item.GetString()));
        Assert.Equal("""{"contains":true}""", (await silo.Get("/v1/shared/sets/words/contains?item=Tinte%20%26%20%C3%96l")).Is(200).Text);
        Assert.Equal("""{"contains":false}""", (await silo.Get("/v1/shared/sets/words/contains?item=pen")).Is(200).Text);
        (await silo.Get("/v1/shared/sets/words/contains")).IsProblem(400, "bad-request");
    }

    [Fact]
    public async Task A_map_has_the_last_text_of_each_name()
    {
        (await silo.Post("/v1/shared/maps/settings/set", """{"name":"theme","text":"dark"}""")).Is(200);
        (await silo.Post("/v1/shared/maps/settings/set", """{"name":"theme","text":"light"}""")).Is(200);
        (await silo.Post("/v1/shared/maps/settings/set", """{"name":"size","text":""}""")).Is(200);
        Assert.Equal("""{"count":2,"version":4}""", (await silo.Post("/v1/shared/maps/settings/set", """{"name":"size","text":"small"}""")).Is(200).Text);
        var map = (await silo.Get("/v1/shared/maps/settings")).Is(200).Json.GetProperty("entries").EnumerateArray().ToList();
        Assert.Equal(["size", "theme"], map.Select(static entry => entry.GetProperty("name").GetString()));
        Assert.Equal("light", map[1].GetProperty("texts")[0].GetProperty("text").GetString());

        Assert.Equal("""{"count":1,"version":5}""", (await silo.Post("/v1/shared/maps/settings/remove", """{"name":"theme"}""")).Is(200).Text);
        Assert.Equal("""{"name":"theme","texts":[]}""", (await silo.Get("/v1/shared/maps/settings/entry?name=theme")).Is(200).Text);
        Assert.Equal("small", (await silo.Get("/v1/shared/maps/settings/entry?name=size")).Is(200).Json.GetProperty("texts")[0].GetProperty("text").GetString());
    }

    [Theory]
    [InlineData("registers", "texts")]
    [InlineData("values", "latest")]
    public async Task A_register_has_what_was_written_last(string kind, string member)
    {
        var path = $"/v1/shared/{kind}/replaced";
        Assert.Equal(kind == "values" ? """{"latest":null,"version":0}""" : """{"texts":[],"version":0}""", (await silo.Get(path)).Is(200).Text);
        (await silo.Put(path, """{"text":"quick"}""")).Is(200);
        var second = (await silo.Put(path, """{"text":"slow"}""")).Is(200);
        Assert.Equal(second.Text, (await silo.Get(path)).Is(200).Text);
        var text = second.Json.GetProperty(member);
        text = kind == "values" ? text : Assert.Single(text.EnumerateArray());
        Assert.Equal("slow", text.GetProperty("text").GetString());
        Assert.Equal("local", text.GetProperty("region").GetString());
        Assert.InRange(text.GetProperty("at").GetDateTimeOffset(), DateTimeOffset.UtcNow.AddMinutes(-5), DateTimeOffset.UtcNow.AddMinutes(5));
    }

    [Fact]
    public async Task A_repeated_request_counts_once()
    {
        for (var attempt = 0; attempt < 2; attempt++)
        {
            var answer = (await silo.Post("/v1/shared/counters/repeated/add", """{"amount":2}""", ("Idempotency-Key", "\"shared-once\""))).Is(200);
            Assert.Equal((2, attempt == 1), (answer.Number("value"), answer.IsReplay));
        }

        Assert.Equal(2, (await silo.Get("/v1/shared/counters/repeated")).Number("value"));
    }

    [Theory]
    [InlineData("POST", "sets/refused/add", """{"item":""}""", "invalid-item")]
    [InlineData("POST", "sets/refused/add", """{"item":"a\nb"}""", "invalid-item")]
    [InlineData("POST", "sets/refused/remove", """{"item":""}""", "invalid-item")]
    [InlineData("POST", "sets/refused/add", """{"item":"\ud800"}""", "invalid-body")]
    [InlineData("POST", "maps/refused/set", """{"name":"","text":"a"}""", "invalid-name")]
    [InlineData("POST", "maps/refused/set", """{"name":"a"}""", "invalid-body")]
    [InlineData("POST", "maps/refused/remove", """{"name":"\u0000"}""", "invalid-name")]
    [InlineData("PUT", "registers/refused", """{"text":5}""", "invalid-body")]
    [InlineData("PUT", "values/refused", """{}""", "invalid-body")]
    public async Task What_makes_no_sense_is_refused(string method, string path, string body, string code) => (await silo.Send(method, $"/v1/shared/{path}", body)).IsProblem(400, code);

    [Fact]
    public async Task What_is_too_long_is_refused()
    {
        var (name, text, long200) = (new string('n', 201), new string('t', 1001), new string('n', 200));
        (await silo.Post("/v1/shared/sets/long/add", $$"""{"item":"{{long200}}"}""")).Is(200);
        (await silo.Post("/v1/shared/sets/long/add", $$"""{"item":"{{name}}"}""")).IsProblem(400, "invalid-item");
        (await silo.Get($"/v1/shared/sets/long/contains?item={name}")).IsProblem(400, "invalid-item");
        (await silo.Post("/v1/shared/maps/long/set", $$"""{"name":"{{name}}","text":""}""")).IsProblem(400, "invalid-name");
        (await silo.Post("/v1/shared/maps/long/set", $$"""{"name":"a","text":"{{text}}"}""")).IsProblem(400, "invalid-text");
        (await silo.Put("/v1/shared/registers/long", $$"""{"text":"{{new string('t', 10_000)}}"}""")).Is(200);
        (await silo.Put("/v1/shared/registers/long", $$"""{"text":"{{new string('t', 10_001)}}"}""")).IsProblem(400, "invalid-text");
        (await silo.Put("/v1/shared/values/long", $$"""{"text":"{{new string('t', 10_001)}}"}""")).IsProblem(400, "invalid-text");
    }

    [Fact]
    public async Task Half_of_a_pair_of_characters_is_no_name()
    {
        var refused = await Assert.ThrowsAsync<RefusedException>(() => silo.Grains.GetGrain<ISharedSetGrain>("halves").Add("\ud800"));
        Assert.Equal("invalid-item", refused.Code);
        await silo.Grains.GetGrain<ISharedSetGrain>("halves").Add("🙂");
    }

    [Fact]
    public async Task A_map_takes_a_thousand_names()
    {
        var map = silo.Grains.GetGrain<ISharedMapGrain>("many");
        await Task.WhenAll(Enumerable.Range(0, 1000).Select(number => map.Set($"{number}", "")));
        (await silo.Post("/v1/shared/maps/many/set", """{"name":"one more","text":""}""")).IsProblem(409, "map-full");
        (await silo.Post("/v1/shared/maps/many/set", """{"name":"7","text":"again"}""")).Is(200);
    }
}
