using System.IO.Compression;
using System.IO.Hashing;

namespace ActiveActive.Silo.Console.Pages;

/// <summary>A file of the console, as it goes over the wire; compressed when it is first asked for so, and kept.</summary>
internal sealed class ConsoleFile
{
    private const string Brotli = "br";
    private const string Gzip = "gzip";
    private readonly ReadOnlyMemory<byte> _plain;
    private readonly Lazy<ReadOnlyMemory<byte>> _brotli;
    private readonly Lazy<ReadOnlyMemory<byte>> _gzip;

    public ConsoleFile(string name, ReadOnlyMemory<byte> content)
    {
        _plain = content;
        ContentType = TypeOf(name);
        Print = Convert.ToHexStringLower(XxHash128.Hash(content.Span));

        // The smallest takes many times as long, for which the first reader would wait.
        _brotli = new(() => Compress(static to => new BrotliStream(to, CompressionLevel.Optimal)));
        _gzip = new(() => Compress(static to => new GZipStream(to, CompressionLevel.Optimal)));
    }

    public string ContentType { get; }

    /// <summary>The same for the same content.</summary>
    public string Print { get; }

    /// <summary>The content in the best encoding that the reader takes; null for as it is.</summary>
    /// <param name="takes">Whether an encoding of this name is taken.</param>
    public (ReadOnlyMemory<byte> Content, string? Encoding) For(Func<string, bool> takes) =>
        takes(Brotli) ? (_brotli.Value, Brotli)
        : takes(Gzip) ? (_gzip.Value, Gzip)
        : (_plain, null);

    private static string TypeOf(string name) => Path.GetExtension(name) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".svg" => "image/svg+xml",
        _ => "text/plain; charset=utf-8",
    };

    private ReadOnlyMemory<byte> Compress(Func<Stream, Stream> compressor)
    {
        using var compressed = new MemoryStream();
        using (var stream = compressor(compressed))
        {
            stream.Write(_plain.Span);
        }

        return compressed.ToArray();
    }
}
