using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing.Patterns;

namespace ActiveActive.Silo.Http.Requests;

/// <summary>Puts the grain key, strictly decoded from the request's target, in the place of routing's own reading of it.</summary>
internal static class RouteKey
{
    public const string Name = "key";

    /// <summary>Which segment of a route holds the key, counted from the end; 0 when none does. From the end, because prefixes vary with the host.</summary>
    public static int PlaceIn(RoutePattern pattern)
    {
        for (var i = 0; i < pattern.PathSegments.Count; i++)
        {
            if (pattern.PathSegments[i].Parts is [RoutePatternParameterPart { Name: Name }])
            {
                return pattern.PathSegments.Count - i;
            }
        }

        return 0;
    }

    /// <exception cref="Problems.RejectedException">The key cannot be read, or is none.</exception>
    public static void Apply(HttpContext context, int place, int maxBytes)
    {
        var target = context.Features.Get<IHttpRequestFeature>()?.RawTarget;
        target = string.IsNullOrEmpty(target) ? context.Request.Path.ToUriComponent() : target;
        context.Request.RouteValues[Name] = KeyText.Check(RawPath.Segment(target, place), maxBytes);
    }
}
