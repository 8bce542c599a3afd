using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace ActiveActive.Silo.Http.Documents;

/// <summary>The OpenAPI document, and what the framework cannot know of our endpoints by itself.</summary>
internal static class ApiDocument
{
    public const string Name = "v1";

    private const string Description = """
        Durable counters, registers and accounts. Every silo of a region serves every request.

        **Repeating a write.** Send an `Idempotency-Key` with every write. Whatever fails, repeat the request with the same key: it is carried out once, and each
        repetition gets the first one's answer, refusals included, with the header `Idempotency-Replayed: true`. A key is remembered for at least an hour.

        **Problems** are `application/problem+json` (RFC 9457) with two more members: `code` names the problem and `advice` says what to do: `retry`,
        `retry-same-id` (the outcome is unknown; repeat with the same key), `refresh`, `give-up` or `fix-the-cause`.

        **Numbers** are 64 bits wide. JavaScript's own numbers are exact only up to 2^53: read larger ones with a parser that keeps them.

        **Keys** in paths are 1 to 200 bytes of UTF-8, percent-encoded where needed, without control characters; `.` and `..` are not keys.
        """;

    public static void Configure(OpenApiOptions options)
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo { Title = "ActiveActive", Version = Name, Description = Description };
            return Task.CompletedTask;
        });
        options.AddSchemaTransformer((schema, context, _) =>
        {
            NumbersAreNumbers(schema, context);
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            AddHeaders(operation, context.Description.ActionDescriptor.EndpointMetadata.OfType<Requests.HeaderParameter>());
            return Task.CompletedTask;
        });
    }

    /// <summary>The framework documents numbers as "integer or string", because its own reader would take both. Ours does not, and a path or query has no quotes.</summary>
    private static void NumbersAreNumbers(OpenApiSchema schema, OpenApiSchemaTransformerContext context)
    {
        var isOurs = context.JsonPropertyInfo?.DeclaringType.Assembly == typeof(ApiDocument).Assembly || context.ParameterDescription is not null;
        if (isOurs && schema.Type is { } type && type.HasFlag(JsonSchemaType.Integer | JsonSchemaType.String))
        {
            schema.Type = type & ~JsonSchemaType.String;
            schema.Pattern = null;
        }
    }

    private static void AddHeaders(OpenApiOperation operation, IEnumerable<Requests.HeaderParameter> headers)
    {
        foreach (var header in headers)
        {
            operation.Parameters ??= [];
            operation.Parameters.Add(new OpenApiParameter
            {
                Name = header.Name,
                In = ParameterLocation.Header,
                Description = header.Description,
                Schema = new OpenApiSchema { Type = JsonSchemaType.String },
            });
        }
    }
}
