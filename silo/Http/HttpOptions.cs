namespace ActiveActive.Silo.Http;

/// <summary>Limits of the HTTP API. Read from the configuration section <see cref="Section"/>; a value out of range stops the start.</summary>
public sealed class HttpOptions
{
    /// <summary>Where the options are found in the configuration.</summary>
    public const string Section = "ActiveActive:Http";

    /// <summary>The largest request body in bytes; a larger one is answered 413. Default 256 KiB, 1 KiB to 16 MiB. Each body is held in memory while it is worked on.</summary>
    public int MaxBodyBytes { get; set; } = 256 << 10;

    /// <summary>The longest grain key in bytes of UTF-8; a longer one is answered 400. Default 200, 1 to 1024. Keys are part of every row and index entry.</summary>
    public int MaxKeyBytes { get; set; } = 200;

    /// <summary>
    /// How long a request may take before it is answered 504 and its outcome must be asked for again. Default 30 seconds, 100 ms to 10 minutes. Longer lets
    /// requests wait out longer failures; shorter frees connections earlier.
    /// </summary>
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The addresses of other regions' HTTP APIs, by the regions' names, such as <c>https://eu.example.com</c>. A request for a grain that this region may not hold is redirected to the first of its regions that is here (307), and refused with 421 where none is. Default none.</summary>
    public IDictionary<string, Uri> Regions { get; } = new Dictionary<string, Uri>(StringComparer.Ordinal);
}
