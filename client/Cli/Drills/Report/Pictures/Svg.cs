using System.Globalization;
using System.Net;
using System.Text;

namespace ActiveActive.Cli.Drills.Report.Pictures;

/// <summary>Writes a picture as SVG. Everything that came from outside is escaped here, and only here.</summary>
/// <param name="width">In pixels; the picture scales with its place.</param>
/// <param name="height">In pixels.</param>
/// <param name="title">What it shows, for those who cannot see it.</param>
internal sealed class Svg(double width, double height, string title)
{
    private readonly StringBuilder _body = new();

    public double Width => width;

    public double Height => height;

    /// <summary>For the text or an attribute of HTML and XML. Control characters, which XML does not allow, become spaces.</summary>
    public static string Escape(string text) => WebUtility.HtmlEncode(string.Concat(text.Select(static character => char.IsControl(character) ? ' ' : character)));

    /// <summary>A coordinate with one decimal: a tenth of a pixel is finer than anything shown.</summary>
    public static string At(double value) => Math.Round(value, 1).ToString("0.#", CultureInfo.InvariantCulture);

    public void Line(double x1, double y1, double x2, double y2, string style) => Tag($"<line class=\"{style}\" x1=\"{At(x1)}\" y1=\"{At(y1)}\" x2=\"{At(x2)}\" y2=\"{At(y2)}\"/>");

    public void Rect(double x, double y, double w, double h, string style, double radius = 0) =>
        Tag($"<rect class=\"{style}\" x=\"{At(x)}\" y=\"{At(y)}\" width=\"{At(w)}\" height=\"{At(h)}\"{(radius > 0 ? $" rx=\"{At(radius)}\"" : "")}/>");

    public void Circle(double x, double y, double radius, string style, string? tip = null) =>
        Tag($"<circle class=\"{style}\" cx=\"{At(x)}\" cy=\"{At(y)}\" r=\"{At(radius)}\"{(tip is null ? "/>" : $"><title>{Escape(tip)}</title></circle>")}");

    public void Path(string data, string style) => Tag($"<path class=\"{style}\" d=\"{data}\"/>");

    /// <param name="x">Where the text begins, has its middle or ends, by <paramref name="anchor"/>.</param>
    /// <param name="y">Its base line.</param>
    /// <param name="text">Anything; it is escaped.</param>
    /// <param name="style">Classes.</param>
    /// <param name="anchor"><c>start</c>, <c>middle</c> or <c>end</c>.</param>
    /// <param name="tip">What is shown when pointed at.</param>
    public void Text(double x, double y, string text, string style, string anchor = "start", string? tip = null) => Tag(
        $"<text class=\"{style}\" x=\"{At(x)}\" y=\"{At(y)}\"{(anchor == "start" ? "" : $" text-anchor=\"{anchor}\"")}>{(tip is null ? "" : $"<title>{Escape(tip)}</title>")}{Escape(text)}</text>");

    /// <summary>For an HTML page that has <see cref="PictureStyle"/> in its head.</summary>
    public string ToInline() => $"<svg viewBox=\"0 0 {At(width)} {At(height)}\" role=\"img\" aria-label=\"{Escape(title)}\">{_body}</svg>";

    /// <summary>A file of its own, with its colors, on a ground of its own.</summary>
    public string ToFile() =>
        $"""
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {At(width)} {At(height)}" width="{At(width)}" height="{At(height)}" role="img" aria-label="{Escape(title)}">
        <title>{Escape(title)}</title>
        <style>{PictureStyle.Css}</style>
        <rect class="paper" width="{At(width)}" height="{At(height)}" rx="6"/>
        {_body}</svg>

        """;

    private void Tag(string tag) => _body.Append(tag).Append('\n');
}
