using System.Text;
using System.Text.RegularExpressions;
using Microsoft.OpenApi;

namespace ActiveActive.Tests.Cluster.Http;

[Collection(HttpCollection.Name)]
public sealed partial class DocumentTests(HttpSilo silo)
{
    private static readonly string[] Operations =
    [
        "DELETE /v1/registers/{key}",
        "GET /v1/accounts/{key}",
        "GET /v1/accounts/{key}/history",
        "GET /v1/carts/{key}",
        "GET /v1/counters/{key}",
        "GET /v1/registers/{key}",
        "GET /v1/shared/counters/{key}",
        "GET /v1/shared/maps/{key}",
        "GET /v1/shared/maps/{key}/entry",
        "GET /v1/shared/registers/{key}",
        "GET /v1/shared/sets/{key}",
        "GET /v1/shared/sets/{key}/contains",
        "GET /v1/shared/values/{key}",
        "GET /v1/stocks/{key}",
        "POST /v1/accounts/{key}",
        "POST /v1/accounts/{key}/deposit",
        "POST /v1/accounts/{key}/transfer",
        "POST /v1/accounts/{key}/withdraw",
        "POST /v1/carts/{key}/note",
        "POST /v1/carts/{key}/put",
        "POST /v1/carts/{key}/take-out",
        "POST /v1/counters/{key}/add",
        "POST /v1/shared/counters/{key}/add",
        "POST /v1/shared/maps/{key}/remove",
        "POST /v1/shared/maps/{key}/set",
        "POST /v1/shared/sets/{key}/add",
        "POST /v1/shared/sets/{key}/remove",
        "POST /v1/stocks/{key}/restock",
        "POST /v1/stocks/{key}/take",
        "PUT /v1/registers/{key}",
        "PUT /v1/shared/registers/{key}",
        "PUT /v1/shared/values/{key}",
    ];

    [Fact]
    public async Task The_document_is_valid_and_lists_every_route()
    {
        var document = await Load();
        var operations = All(document).ToList();
        Assert.Equal(Operations, operations.Select(o => $"{o.Method} {o.Path}").Order(StringComparer.Ordinal));
        Assert.Equal(operations.Count, operations.Select(o => o.Operation.OperationId).Distinct().Count());
        Assert.All(operations, o => Assert.False(string.IsNullOrEmpty(o.Operation.Summary)));
        Assert.All(operations, o => Assert.Contains(o.Operation.Parameters!, p => p is { Name: "key", In: ParameterLocation.Path, Required: true }));
        Assert.All(operations, o => Assert.Contains("application/problem+json", o.Operation.Responses!["400"].Content!.Keys));
    }

    [Fact]
    public async Task Every_write_takes_an_idempotency_key_and_no_read_does()
    {
        foreach (var (method, _, operation) in All(await Load()))
        {
            Assert.Equal(method != "GET", operation.Parameters!.Any(p => p is { Name: "Idempotency-Key", In: ParameterLocation.Header }));
        }
    }

    [Fact]
    public async Task Amounts_are_64_bit_integers_and_kinds_are_words()
    {
        var document = await Load();
        var schemas = document.Components!.Schemas!;
        var amount = schemas["AmountRequest"].Properties!["amount"];
        Assert.Equal((JsonSchemaType.Integer, "int64"), (amount.Type, amount.Format));
        Assert.Equal(JsonSchemaType.Integer | JsonSchemaType.Null, schemas["HistoryResponse"].Properties!["before"].Type);
        Assert.Equal(JsonSchemaType.Integer, document.Paths["/v1/accounts/{key}/history"].Operations![HttpMethod.Get].Parameters!.Single(p => p.Name == "limit").Schema!.Type);
        Assert.Equal(
            ["opened", "deposited", "withdrawn", "sent", "received", "refunded"],
            schemas["EntryResponse"].Properties!["kind"].Enum!.Select(kind => kind.GetValue<string>()));
    }

    [Fact]
    public async Task The_reference_page_and_all_it_loads_come_from_here()
    {
        var page = (await silo.Get("/reference/")).Is(200);
        Assert.Equal("text/html", page.ContentType);
        Assert.Contains("default-src 'none'", page.Headers["Content-Security-Policy"], StringComparison.Ordinal);
        Assert.Empty(ForeignUrl().Matches(page.Text).Select(match => match.Value));
        var scripts = ScriptSource().Matches(page.Text).Select(match => match.Groups[1].Value).ToList();
        Assert.NotEmpty(scripts);
        foreach (var script in scripts)
        {
            var address = new Uri(new Uri(silo.Address, "/reference/"), script);
            (await silo.Get(address.PathAndQuery)).Is(200);
        }
    }

    [Fact]
    public async Task The_root_leads_to_the_reference_page() => Assert.Equal("/reference", (await silo.Get("/")).Is(302).Headers["Location"]);

    private static IEnumerable<(string Method, string Path, OpenApiOperation Operation)> All(OpenApiDocument document) =>
        document.Paths.SelectMany(path => path.Value.Operations!.Select(operation => (operation.Key.Method, path.Key, operation.Value)));

    private async Task<OpenApiDocument> Load()
    {
        var json = (await silo.Get("/openapi/v1.json")).Is(200).Text;
        var result = await OpenApiDocument.LoadAsync(new MemoryStream(Encoding.UTF8.GetBytes(json)), "json");
        Assert.Empty(result.Diagnostic!.Errors.Select(error => error.Message));
        return result.Document!;
    }

    [GeneratedRegex("""(?:src|href|url\()\s*=?\s*["']?(?:https?:)?//[^"'\s)]+""", RegexOptions.IgnoreCase)]
    private static partial Regex ForeignUrl();

    [GeneratedRegex("""<script[^>]*\ssrc="([^"]+)""")]
    private static partial Regex ScriptSource();
}
