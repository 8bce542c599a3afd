using ActiveActive.Silo.Http.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace ActiveActive.Silo.Http.Registers;

/// <summary>The conditions that HTTP puts into <c>If-Match</c> and <c>If-None-Match</c> (RFC 9110, 13.1), as far as a register knows them.</summary>
internal static class EntityTags
{
    public static string Quote(string etag) => $"\"{etag}\"";

    /// <summary>Whether a reader has the present document already.</summary>
    public static bool IsKnown(IHeaderDictionary headers, string etag)
    {
        var present = new EntityTagHeaderValue(Quote(etag));
        return Parse(headers, HeaderNames.IfNoneMatch).Any(known => known == EntityTagHeaderValue.Any || known.Compare(present, useStrongComparison: false));
    }

    /// <summary>The condition of a write.</summary>
    /// <exception cref="RejectedException">A header is malformed, or asks for what a register cannot decide.</exception>
    public static RegisterCondition Condition(IHeaderDictionary headers) => new(IfMatch(headers), IfNoneMatch(headers));

    private static string? IfMatch(IHeaderDictionary headers) => Parse(headers, HeaderNames.IfMatch) switch
    {
        [] => null,
        [var one] when one == EntityTagHeaderValue.Any => "*",

        // A weak tag never matches by the strong comparison that If-Match asks for; with its prefix it equals no ETag of ours.
        [var one] => one.IsWeak ? $"W/{one.Tag}" : one.Tag.Subsegment(1, one.Tag.Length - 2).ToString(),
        _ => throw Invalid("If-Match must name one ETag, or *."),
    };

    private static bool IfNoneMatch(IHeaderDictionary headers) => Parse(headers, HeaderNames.IfNoneMatch) switch
    {
        [] => false,
        [var one] when one == EntityTagHeaderValue.Any => true,
        _ => throw Invalid("If-None-Match on a write must be *: there must be no document yet."),
    };

    private static IList<EntityTagHeaderValue> Parse(IHeaderDictionary headers, string name)
    {
        var values = headers[name];
        if (StringValues.IsNullOrEmpty(values))
        {
            return [];
        }

        return EntityTagHeaderValue.TryParseStrictList(values, out var tags)
            ? tags
            : throw Invalid($"{name} must hold ETags in double quotes, as the ETag header gives them, or *.");
    }

    private static RejectedException Invalid(string why) => RejectedException.BadRequest("invalid-condition", why + " Nothing was done; correct the header.");
}
