using System.Diagnostics;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace ActiveActive.Silo.Http.Problems;

/// <summary>Writes problems as <c>application/problem+json</c>.</summary>
internal static class ProblemWriter
{
    public const string ContentType = "application/problem+json";

    // Messages are for people, and problems are never read as HTML: quotes stay quotes.
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string TraceIdOf(HttpContext context) => Activity.Current?.TraceId.ToHexString() ?? context.TraceIdentifier;

    public static Task Write(HttpContext context, Problem problem)
    {
        var body = new ProblemBody(
            problem.Type, problem.Title, problem.Status, problem.Detail, problem.Code, NameOf(problem.Advice), TraceIdOf(context));
        context.Response.StatusCode = problem.Status;
        if (problem.RetryAfterSeconds is { } seconds)
        {
            context.Response.Headers[HeaderNames.RetryAfter] = seconds.ToString(CultureInfo.InvariantCulture);
        }

        return context.Response.WriteAsJsonAsync(body, Json, ContentType);
    }

    public static string NameOf(Advice advice) => JsonNamingPolicy.KebabCaseLower.ConvertName(advice.ToString());
}
