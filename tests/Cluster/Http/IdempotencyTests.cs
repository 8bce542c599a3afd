namespace ActiveActive.Tests.Cluster.Http;

/// <summary>The promise of <c>Idempotency-Key</c>, for every write.</summary>
[Collection(HttpCollection.Name)]
public sealed class IdempotencyTests(HttpSilo silo)
{
    [Fact]
    public async Task A_repeated_addition_counts_once_and_gets_the_same_answer()
    {
        var first = (await Add("once", 5, "once-1")).Is(200);
        await Add("once", 100, "once-2");
        var repeated = (await Add("once", 5, "once-1")).Is(200);
        Assert.Equal((first.Text, false, true), (repeated.Text, first.IsReplay, repeated.IsReplay));
        Assert.Equal(105, (await silo.Get("/v1/counters/once")).Number("value"));
    }

    [Fact]
    public async Task Concurrent_repetitions_count_once()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Add("raced", 5, "raced-1")));
        Assert.Single(answers.Select(answer => answer.Is(200).Text).Distinct());
        Assert.Equal(19, answers.Count(answer => answer.IsReplay));
        Assert.Equal(5, (await silo.Get("/v1/counters/raced")).Number("value"));
    }

    [Fact]
    public async Task Without_a_key_every_request_counts()
    {
        await silo.Post("/v1/counters/unkeyed/add", """{"amount":1}""");
        await silo.Post("/v1/counters/unkeyed/add", """{"amount":1}""");
        Assert.Equal(2, (await silo.Get("/v1/counters/unkeyed")).Number("value"));
    }

    [Fact]
    public async Task A_refusal_is_repeated_too_although_it_would_not_be_refused_now()
    {
        await silo.Post("/v1/accounts/refused");
        var first = await Withdraw();
        first.IsProblem(409, "insufficient-funds");
        (await silo.Post("/v1/accounts/refused/deposit", """{"amount":100}""")).Is(200);
        var repeated = (await Withdraw()).IsProblem(409, "insufficient-funds");
        Assert.Equal(first.Json.GetProperty("detail").GetString(), repeated.Json.GetProperty("detail").GetString());
        Assert.Equal(100, (await silo.Get("/v1/accounts/refused")).Number("balance"));

        Task<Answer> Withdraw() => silo.Post("/v1/accounts/refused/withdraw", """{"amount":50}""", ("Idempotency-Key", "refused-1"));
    }

    [Fact]
    public async Task Every_kind_of_write_replays_its_first_answer()
    {
        (string Method, string Path, string? Body, int Status)[] writes =
        [
            ("POST", "/v1/accounts/replayed", null, 201),
            ("POST", "/v1/accounts/replayed/deposit", """{"amount":100}""", 200),
            ("POST", "/v1/accounts/replayed/withdraw", """{"amount":10}""", 200),
            ("POST", "/v1/accounts/replayed/transfer", """{"amount":10,"to":"replayed-to"}""", 200),
            ("PUT", "/v1/registers/replayed", "{}", 201),
            ("DELETE", "/v1/registers/replayed", null, 204),
        ];
        await silo.Post("/v1/accounts/replayed-to");
        var firsts = new List<Answer>();
        foreach (var (index, (method, path, body, status)) in writes.Index())
        {
            firsts.Add((await silo.Send(method, path, body, ("Idempotency-Key", $"replayed-{index}"))).Is(status));
        }

        foreach (var (index, (method, path, body, status)) in writes.Index())
        {
            var repeated = (await silo.Send(method, path, body, ("Idempotency-Key", $"replayed-{index}"))).Is(status);
            Assert.Equal((firsts[index].Text, firsts[index].ETag, true), (repeated.Text, repeated.ETag, repeated.IsReplay));
        }

        Assert.Equal(80, (await silo.Get("/v1/accounts/replayed")).Number("balance"));
        (await silo.Get("/v1/registers/replayed")).IsProblem(404, "not-found");
    }

    [Theory]
    [InlineData("POST", "/v1/counters/reuse/add", """{"amount":2}""")]
    [InlineData("POST", "/v1/counters/reuse/add", """{"amount":1} """)]
    [InlineData("POST", "/v1/counters/reuse/add?x=1", """{"amount":1}""")]
    [InlineData("POST", "/v1/counters/reuse2/add", """{"amount":1}""")]
    [InlineData("PUT", "/v1/registers/reuse", """{"amount":1}""")]
    public async Task A_key_that_was_used_for_another_request_is_refused(string method, string path, string body)
    {
        (await silo.Post("/v1/counters/reuse/add", """{"amount":1}""", ("Idempotency-Key", "reuse"))).Is(200);
        (await silo.Send(method, path, body, ("Idempotency-Key", "reuse"))).IsProblem(422, "idempotency-key-reused");
        Assert.Equal(1, (await silo.Get("/v1/counters/reuse")).Number("value"));
    }

    [Fact]
    public async Task A_condition_is_part_of_what_a_key_stands_for()
    {
        (await silo.Put("/v1/registers/reuse-condition", "1", ("Idempotency-Key", "reuse-condition"))).Is(201);
        (await silo.Put("/v1/registers/reuse-condition", "1", ("Idempotency-Key", "reuse-condition"), ("If-None-Match", "*"))).IsProblem(422, "idempotency-key-reused");
    }

    [Fact]
    public async Task How_the_path_is_encoded_is_not()
    {
        (await silo.Post("/v1/counters/reuse-path/add", """{"amount":1}""", ("Idempotency-Key", "reuse-path"))).Is(200);
        Assert.True((await silo.Post("/v1/counters/r%65use-path/add", """{"amount":1}""", ("Idempotency-Key", "reuse-path"))).Is(200).IsReplay);
    }

    [Fact]
    public async Task A_request_that_was_malformed_does_not_use_up_its_key()
    {
        (await silo.Post("/v1/counters/corrected/add", """{"amount":"1"}""", ("Idempotency-Key", "corrected"))).IsProblem(400, "invalid-body");
        Assert.False((await silo.Post("/v1/counters/corrected/add", """{"amount":1}""", ("Idempotency-Key", "corrected"))).Is(200).IsReplay);
    }

    [Theory]
    [InlineData("two words")]
    [InlineData("Gr\u00fc\u00dfe")]
    [InlineData("")]
    public async Task A_malformed_key_is_refused(string key) =>
        (await silo.Post("/v1/counters/bad-key/add", """{"amount":1}""", ("Idempotency-Key", key))).IsProblem(400, "invalid-idempotency-key");

    [Theory]
    [InlineData(255, 200)]
    [InlineData(256, 400)]
    public async Task A_key_has_up_to_255_characters(int length, int status) =>
        (await silo.Post("/v1/counters/long-key/add", """{"amount":1}""", ("Idempotency-Key", new string('k', length)))).Is(status);

    private Task<Answer> Add(string counter, long amount, string key) =>
        silo.Post($"/v1/counters/{counter}/add", $$"""{"amount":{{amount}}}""", ("Idempotency-Key", key));
}
