namespace ActiveActive.Tests.Cluster.Http;

[Collection(HttpCollection.Name)]
public sealed class RegisterTests(HttpSilo silo)
{
    [Theory]
    [InlineData("object", """{ "a" : [1, 2.50, "x\"y\u00e9"], "b": {} }""")]
    [InlineData("number", "-12.30e5")]
    [InlineData("text", "\"Grüße 🙂\"")]
    [InlineData("null", "null")]
    [InlineData("true", "true")]
    public async Task A_document_comes_back_as_it_was_sent(string key, string json)
    {
        var path = $"/v1/registers/as-sent-{key}";
        (await silo.Get(path)).IsProblem(404, "not-found");
        var created = (await silo.Put(path, $" {json}\n")).Is(201);
        var read = (await silo.Get(path)).Is(200);
        Assert.Equal((json, "application/json", created.ETag), (read.Text, read.ContentType, read.ETag));
        Assert.Matches("^\"[^\"]+\"$", read.ETag);
    }

    [Fact]
    public async Task Every_write_has_another_ETag_also_after_a_deletion()
    {
        const string path = "/v1/registers/etags";
        var first = (await silo.Put(path, "1")).Is(201).ETag;
        var second = (await silo.Put(path, "1")).Is(204).ETag;
        (await silo.Delete(path)).Is(204);
        (await silo.Get(path)).IsProblem(404, "not-found");
        (await silo.Delete(path)).IsProblem(404, "not-found");
        var third = (await silo.Put(path, "1")).Is(201).ETag;
        Assert.Equal(3, new[] { first, second, third }.Distinct().Count());
    }

    [Fact]
    public async Task If_Match_guards_against_lost_updates()
    {
        const string path = "/v1/registers/if-match";
        (await silo.Put(path, "0", ("If-Match", "*"))).IsProblem(412, "precondition-failed");
        var old = (await silo.Put(path, "1")).ETag!;
        var present = (await silo.Put(path, "2", ("If-Match", old))).Is(204).ETag!;

        var refused = (await silo.Put(path, "3", ("If-Match", old))).IsProblem(412, "precondition-failed");
        Assert.Equal("refresh", refused.Json.GetProperty("advice").GetString());
        (await silo.Put(path, "3", ("If-Match", "W/" + present))).IsProblem(412, "precondition-failed");
        (await silo.Delete(path, ("If-Match", old))).IsProblem(412, "precondition-failed");
        Assert.Equal("2", (await silo.Get(path)).Text);

        (await silo.Put(path, "4", ("If-Match", "*"))).Is(204);
        (await silo.Delete(path, ("If-Match", (await silo.Get(path)).ETag!))).Is(204);
    }

    [Fact]
    public async Task If_None_Match_creates_only()
    {
        const string path = "/v1/registers/create-only";
        (await silo.Put(path, "1", ("If-None-Match", "*"))).Is(201);
        (await silo.Put(path, "2", ("If-None-Match", "*"))).IsProblem(412, "precondition-failed");
        Assert.Equal("1", (await silo.Get(path)).Text);
    }

    [Fact]
    public async Task A_reader_that_has_the_document_gets_304()
    {
        const string path = "/v1/registers/cached";
        var etag = (await silo.Put(path, "1")).ETag!;
        foreach (var known in new[] { etag, "W/" + etag, "\"other\", " + etag, "*" })
        {
            var answer = (await silo.Get(path, ("If-None-Match", known))).Is(304);
            Assert.Equal(("", etag), (answer.Text, answer.ETag));
        }

        Assert.Equal("1", (await silo.Get(path, ("If-None-Match", "\"other\""))).Is(200).Text);
    }

    [Theory]
    [InlineData("If-Match", "unquoted")]
    [InlineData("If-Match", "\"one\", \"two\"")]
    [InlineData("If-None-Match", "\"one\"")]
    public async Task A_condition_that_cannot_be_decided_is_refused(string header, string value) =>
        (await silo.Put("/v1/registers/conditions", "1", (header, value))).IsProblem(400, "invalid-condition");

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("1 2")]
    [InlineData("'single'")]
    public async Task What_is_not_JSON_is_refused(string body) => (await silo.Put("/v1/registers/not-json", body)).IsProblem(400, "not-json");

    [Fact]
    public async Task A_document_may_be_nested_60_deep()
    {
        (await silo.Put("/v1/registers/deep", new string('[', 60) + new string(']', 60))).Is(201);
        (await silo.Put("/v1/registers/deep", new string('[', 61) + new string(']', 61))).IsProblem(400, "not-json");
    }

    [Fact]
    public async Task A_document_of_the_largest_body_fits_and_one_byte_more_does_not()
    {
        var largest = $"\"{new string('x', HttpSilo.MaxBodyBytes - 2)}\"";
        (await silo.Put("/v1/registers/large", largest)).Is(201);
        Assert.Equal(largest, (await silo.Get("/v1/registers/large")).Text);
        (await silo.Put("/v1/registers/large", largest + " ")).IsProblem(413, "body-too-large");
    }
}
