using System.Text;
using System.Text.Encodings.Web;
using ActiveActive.Silo.Console.Http;
using ActiveActive.Silo.Console.Model;
using ActiveActive.Silo.Console.Overviews;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Headers;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Net.Http.Headers;

namespace ActiveActive.Silo.Console.Pages;

/// <summary>The pages at <c>/console</c>. Everything that they load comes from the silo that served them, and their browser is told to take nothing else.</summary>
internal static class ConsolePages
{
    private const string Root = "/console";
    private const string Assets = "/assets/";
    private const string Forever = "public, max-age=31536000, immutable";

    // Asked again each time, and answered without content when it is the same.
    private const string AskAgain = "no-cache";

    /// <summary>The page as it was served last, compressed. It changes with the silos only.</summary>
    private static volatile Page? _last;

    /// <summary>Maps the page and its files.</summary>
    /// <param name="app">The web application, or a group of its routes.</param>
    public static void MapConsolePages(this IEndpointRouteBuilder app)
    {
        var pages = app.MapGroup(Root).OfConsole().ExcludeFromDescription();
        pages.MapMethods("/", [HttpMethods.Get, HttpMethods.Head], WritePage);
        pages.MapMethods(Assets + "{version}/{**file}", [HttpMethods.Get, HttpMethods.Head], WriteFile);
    }

    private static Task WritePage(HttpContext context)
    {
        var files = ConsoleFiles.Embedded;
        var others = OtherConsoles(context);
        var page = files.Page
            .Replace("{assets}", HtmlEncoder.Default.Encode($"{context.Request.PathBase}{Here(context)}{Assets}{files.Version}"), StringComparison.Ordinal)
            .Replace("{consoles}", HtmlEncoder.Default.Encode(string.Join(' ', others)), StringComparison.Ordinal);
        context.Response.Headers.ContentSecurityPolicy = PolicyOf(files, others);
        if (_last is not { } served || served.Text != page)
        {
            _last = served = new Page(page, new ConsoleFile("index.html", Encoding.UTF8.GetBytes(page)));
        }

        return Write(context, served.File, AskAgain);
    }

    // Below a group of the host's own, too.
    private static string Here(HttpContext context) => context.Request.Path.Value!.TrimEnd('/');

    // At these the page goes on when this silo is gone.
    private static List<string> OtherConsoles(HttpContext context)
    {
        var reader = context.RequestServices.GetRequiredService<OverviewReader>();
        reader.Prepare();
        var overview = reader.Now();
        return
        [
            .. overview.Silos.Where(silo => silo.Http is not null && silo.Status != SiloStatusWord.Dead && !(silo.Region == overview.Region && silo.Name == overview.Silo))
                .Select(silo => new Uri(silo.Http!, Here(context)).AbsoluteUri).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
        ];
    }

    private static Task WriteFile(HttpContext context)
    {
        var files = ConsoleFiles.Embedded;
        if (files.Find(context.GetRouteValue("file") as string ?? "") is not { } file)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        // While silos of two versions serve behind one address, a page of the one may ask the other.
        var isCurrent = context.GetRouteValue("version") as string == files.Version;
        return Write(context, file, isCurrent ? Forever : AskAgain);
    }

    // Another silo is only asked whether it answers; the page moves there then.
    private static string PolicyOf(ConsoleFiles files, IEnumerable<string> consoles)
    {
        var origins = consoles.Select(static at => new Uri(at).GetLeftPart(UriPartial.Authority)).Distinct(StringComparer.Ordinal);
        return $"default-src 'none'; script-src 'self' {files.ScriptSource}; style-src 'self' {files.StyleSource}; img-src 'self'; "
            + $"connect-src {string.Join(' ', origins.Prepend("'self'"))}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    }

    private static Task Write(HttpContext context, ConsoleFile file, string caching)
    {
        var request = context.Request.GetTypedHeaders();
        var (content, encoding) = file.For(name => Takes(request, name));
        var tag = new EntityTagHeaderValue($"\"{file.Print}{(encoding is null ? "" : $"-{encoding}")}\"");
        var response = context.Response;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers["Cross-Origin-Opener-Policy"] = "same-origin";
        response.Headers["Cross-Origin-Resource-Policy"] = "same-origin";
        response.Headers.CacheControl = caching;
        response.Headers.Vary = HeaderNames.AcceptEncoding;
        response.Headers.ETag = tag.ToString();
        if (request.IfNoneMatch.Any(known => known.Compare(tag, useStrongComparison: false) || known.Equals(EntityTagHeaderValue.Any)))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        response.ContentType = file.ContentType;
        response.ContentLength = content.Length;
        if (encoding is not null)
        {
            response.Headers.ContentEncoding = encoding;
        }

        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : response.Body.WriteAsync(content, context.RequestAborted).AsTask();
    }

    private static bool Takes(RequestHeaders request, string encoding) =>
        request.AcceptEncoding.Any(accepted => accepted.Value.Equals(encoding, StringComparison.OrdinalIgnoreCase) && accepted.Quality is not <= 0);

    private sealed record Page(string Text, ConsoleFile File);
}
