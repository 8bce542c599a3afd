using System.Text.Json;
using ActiveActive.Tests.Support;

namespace ActiveActive.Tests.Cluster.Http;

[Collection(HttpCollection.Name)]
public sealed class AccountTests(HttpSilo silo)
{
    [Fact]
    public async Task An_account_is_opened_once_and_its_balance_follows_its_entries()
    {
        const string path = "/v1/accounts/life";
        (await silo.Get(path)).IsProblem(404, "not-open");
        (await silo.Post(path + "/deposit", """{"amount":1}""")).IsProblem(404, "not-open");
        var opened = (await silo.Post(path)).Is(201);
        Assert.Equal((path, 0), (opened.Headers["Location"], opened.Number("balance")));
        (await silo.Post(path)).IsProblem(409, "already-open");

        var deposit = (await silo.Post(path + "/deposit", """{"amount":100,"reference":"first"}""")).Is(200).Json;
        Assert.Equal(("deposited", "first"), (deposit.GetProperty("kind").GetString(), deposit.GetProperty("reference").GetString()));
        Assert.InRange(deposit.GetProperty("at").GetDateTimeOffset(), DateTimeOffset.UtcNow.AddMinutes(-5), DateTimeOffset.UtcNow.AddMinutes(5));
        Assert.Equal(40, (await silo.Post(path + "/withdraw", """{"amount":60}""")).Is(200).Number("balance"));
        (await silo.Post(path + "/withdraw", """{"amount":41}""")).IsProblem(409, "insufficient-funds");
        var account = (await silo.Get(path)).Is(200);
        Assert.Equal((40, 3), (account.Number("balance"), account.Number("entries")));
    }

    [Theory]
    [InlineData("deposit", """{"amount":-5}""", "invalid-amount")]
    [InlineData("withdraw", """{"amount":0}""", "invalid-amount")]
    [InlineData("transfer", """{"amount":-1,"to":"other"}""", "invalid-amount")]
    [InlineData("transfer", """{"amount":1,"to":"checked"}""", "same-account")]
    [InlineData("transfer", """{"amount":1}""", "invalid-body")]
    [InlineData("transfer", """{"amount":1,"to":""}""", "invalid-key")]
    [InlineData("transfer", """{"amount":1,"to":"a\u0000b"}""", "invalid-key")]
    [InlineData("transfer", """{"amount":1,"to":"\ud800"}""", "invalid-body")]
    [InlineData("deposit", """{"amount":1,"reference":"a\nb"}""", "invalid-reference")]
    [InlineData("deposit", """{"amount":1,"reference":5}""", "invalid-body")]
    [InlineData("deposit", """{"amount":1,"to":"x"}""", "invalid-body")]
    public async Task Wrong_arguments_change_nothing(string action, string body, string code)
    {
        await silo.Post("/v1/accounts/checked");
        (await silo.Post($"/v1/accounts/checked/{action}", body)).IsProblem(400, code);
        Assert.Equal(1, (await silo.Get("/v1/accounts/checked")).Number("entries"));
    }

    [Fact]
    public async Task A_body_where_none_is_taken_is_refused() =>
        (await silo.Post("/v1/accounts/with-body", """{"amount":100}""")).IsProblem(400, "invalid-body");

    [Fact]
    public async Task A_transfer_arrives_once()
    {
        await Open("from", 100);
        await Open("to", 0);
        var sent = (await silo.Post("/v1/accounts/from/transfer", """{"amount":30,"to":"to","reference":"rent"}""")).Is(200).Json;
        Assert.Equal(("sent", "to", 70L), (sent.GetProperty("kind").GetString(), sent.GetProperty("otherAccount").GetString(), sent.GetProperty("balance").GetInt64()));
        await Eventually.Holds(async () => await Balance("to") == 30, "the amount arrives");

        var received = (await silo.Get("/v1/accounts/to/history?limit=1")).Json.GetProperty("entries")[0];
        Assert.Equal(("received", "from", "rent"), (received.GetProperty("kind").GetString(), received.GetProperty("otherAccount").GetString(), received.GetProperty("reference").GetString()));
        Assert.Equal(70, await Balance("from"));
    }

    [Fact]
    public async Task A_transfer_to_an_account_that_refuses_comes_back()
    {
        await Open("sender", 100);
        (await silo.Post("/v1/accounts/sender/transfer", """{"amount":30,"to":"nobody"}""")).Is(200);
        await Eventually.Holds(async () => await Balance("sender") == 100, "the refund arrives");
        var refund = (await silo.Get("/v1/accounts/sender/history?limit=1")).Json.GetProperty("entries")[0];
        Assert.Equal(("refunded", "nobody"), (refund.GetProperty("kind").GetString(), refund.GetProperty("otherAccount").GetString()));
    }

    [Theory]
    [InlineData(200)]
    [InlineData(7)]
    public async Task The_history_is_complete_over_many_pages_whatever_the_limit(int limit)
    {
        var account = $"history-{limit}";
        await Open(account, 1000);
        await Task.WhenAll(Enumerable.Range(1, 103).Select(i => silo.Post($"/v1/accounts/{account}/{(i % 3 == 0 ? "withdraw" : "deposit")}", $$"""{"amount":{{i}}}""")));

        // Written in a few large batches, so that pages may still be on their way when they are first asked for.
        List<JsonElement> entries = [];
        await Eventually.Holds(async () => (entries = await History(account, limit)).Count == 105, "all pages arrive");
        Assert.Equal(Enumerable.Range(1, 105).Reverse().Select(i => (long)i), entries.Select(entry => entry.GetProperty("number").GetInt64()));
        var balance = 0L;
        foreach (var entry in Enumerable.Reverse(entries))
        {
            balance += entry.GetProperty("amount").GetInt64() * (entry.GetProperty("kind").GetString() == "withdrawn" ? -1 : 1);
            Assert.Equal(balance, entry.GetProperty("balance").GetInt64());
        }

        Assert.Equal(balance, await Balance(account));
    }

    [Theory]
    [InlineData("limit=0", "invalid-limit")]
    [InlineData("limit=201", "invalid-limit")]
    [InlineData("limit=many", "bad-request")]
    [InlineData("before=1.5", "bad-request")]
    public async Task A_wrong_page_of_history_is_refused(string query, string code)
    {
        await silo.Post("/v1/accounts/paged");
        (await silo.Get("/v1/accounts/paged/history?" + query)).IsProblem(400, code);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-5)]
    public async Task Before_the_first_entry_there_is_nothing(long before)
    {
        await silo.Post("/v1/accounts/paged");
        var page = (await silo.Get($"/v1/accounts/paged/history?before={before}")).Is(200).Json;
        Assert.Equal((0, JsonValueKind.Null), (page.GetProperty("entries").GetArrayLength(), page.GetProperty("before").ValueKind));
    }

    private async Task<List<JsonElement>> History(string account, int limit)
    {
        var all = new List<JsonElement>();
        for (string? before = ""; before is not null;)
        {
            var page = await silo.Get($"/v1/accounts/{account}/history?limit={limit}{before}");
            if (page.Status == 503)
            {
                break;
            }

            all.AddRange(page.Is(200).Json.GetProperty("entries").EnumerateArray());
            var next = page.Json.GetProperty("before");
            before = next.ValueKind == JsonValueKind.Null ? null : $"&before={next.GetInt64()}";
        }

        return all;
    }

    private async Task<long> Balance(string account) => (await silo.Get($"/v1/accounts/{account}")).Is(200).Number("balance");

    private async Task Open(string account, long amount)
    {
        (await silo.Post($"/v1/accounts/{account}")).Is(201);
        if (amount > 0)
        {
            (await silo.Post($"/v1/accounts/{account}/deposit", $$"""{"amount":{{amount}}}""")).Is(200);
        }
    }
}
