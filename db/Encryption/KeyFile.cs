using System.Globalization;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ActiveActive.Database.Encryption;

/// <summary>The ring keys in a JSON file: <c>{ "primary": "name", "keys": { "name": "32 bytes in Base64" } }</c>. Whoever can read it can decrypt the database.</summary>
/// <param name="Primary">The name of the key that wraps new data keys.</param>
/// <param name="Keys">The keys by their names, 32 bytes each.</param>
public sealed record KeyFile(string Primary, IReadOnlyDictionary<string, byte[]> Keys)
{
    /// <summary>The length of a ring key in bytes.</summary>
    public const int KeyBytes = 32;

    private const int MaxNameLength = 100;

    // Base64 as it is, so that a person can compare keys.
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Reads a key file.</summary>
    /// <exception cref="KeyFileException">It is not there, is open to others, or is no key file.</exception>
    public static KeyFile Read(string path)
    {
        string text;
        try
        {
            CheckMode(path);
            text = File.ReadAllText(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new KeyFileException($"The key file '{path}' cannot be read: {error.Message} Make a first one with `aactl keys new --key-file {path}`, or let this process read it.", error);
        }

        return Parse(path, text);
    }

    /// <summary>Makes a first file, with one new key.</summary>
    /// <returns>The key's name.</returns>
    /// <exception cref="KeyFileException">There is a file already.</exception>
    public static string Create(string path, TimeProvider time)
    {
        if (Path.Exists(path))
        {
            throw new KeyFileException($"'{path}' exists already. Its keys may be all that can decrypt a database: use `aactl keys rotate`, or another name.");
        }

        var name = NewName(time, new Dictionary<string, byte[]>());
        Write(path, new KeyFile(name, new Dictionary<string, byte[]> { [name] = RandomNumberGenerator.GetBytes(KeyBytes) }));
        return name;
    }

    /// <summary>Adds a new random key; all others stay.</summary>
    /// <param name="path">The file.</param>
    /// <param name="makePrimary">Whether new data keys are wrapped by it from now on.</param>
    /// <param name="time">Gives the key its name.</param>
    /// <returns>The key's name.</returns>
    /// <exception cref="KeyFileException">The file cannot be read or written; it is as it was.</exception>
    public static string Add(string path, bool makePrimary, TimeProvider time)
    {
        var file = Read(path);
        var name = NewName(time, file.Keys);
        Write(path, new KeyFile(makePrimary ? name : file.Primary, new Dictionary<string, byte[]>(file.Keys) { [name] = RandomNumberGenerator.GetBytes(KeyBytes) }));
        return name;
    }

    /// <summary>Makes a key of the file its primary one.</summary>
    /// <exception cref="KeyFileException">The file has no such key, or cannot be read or written; it is as it was.</exception>
    public static void Use(string path, string name)
    {
        var file = Read(path);
        Write(path, file.Keys.ContainsKey(name) ? file with { Primary = name } : throw new KeyFileException($"The key file '{path}' has no key '{name}'. Its keys: {string.Join(", ", file.Keys.Keys)}."));
    }

    /// <summary>What tells whether a key file was replaced: time and length of the file that the path leads to; the default value when there is none.</summary>
    public static (DateTime Time, long Length) Stamp(string path)
    {
        try
        {
            var file = new FileInfo(SafeReplacement.Target(path));
            return file.Exists ? (file.LastWriteTimeUtc, file.Length) : default;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return default;
        }
    }

    /// <summary>What is wrong with some ring keys; empty when nothing is. Never contains a key.</summary>
    public static IEnumerable<string> Errors(string? primary, IReadOnlyDictionary<string, string?> keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        foreach (var (name, key) in keys)
        {
            if (name.Length is 0 or > MaxNameLength || !name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'))
            {
                yield return $"the key name '{name}' must be 1 to {MaxNameLength} letters, digits, '-', '_' or '.'";
            }

            if (Bytes(key) is null)
            {
                yield return $"key '{name}' must be {KeyBytes} random bytes in Base64, as from `openssl rand -base64 {KeyBytes}`";
            }
        }

        if (string.IsNullOrEmpty(primary) || !keys.ContainsKey(primary))
        {
            yield return $"the primary key is '{primary}', which is none of the keys ({string.Join(", ", keys.Keys)})";
        }
    }

    /// <summary>A key from its Base64 form; null when it is none.</summary>
    public static byte[]? Bytes(string? key)
    {
        var bytes = new byte[KeyBytes];
        return key is not null && Convert.TryFromBase64String(key, bytes, out var length) && length == KeyBytes ? bytes : null;
    }

    /// <summary>The names of the keys; never the keys.</summary>
    public override string ToString() => $"{string.Join(", ", Keys.Keys)}; primary {Primary}";

    private static KeyFile Parse(string path, string text)
    {
        Content? content;
        try
        {
            content = JsonSerializer.Deserialize<Content>(text, Json);
        }
        catch (JsonException)
        {
            // Its message may quote the file.
            content = null;
        }

        if (content?.Keys is null)
        {
            throw new KeyFileException($"'{path}' is no key file. It must be JSON like {{ \"primary\": \"name\", \"keys\": {{ \"name\": \"32 bytes in Base64\" }} }}; `aactl keys new` makes one.");
        }

        var errors = Errors(content.Primary, content.Keys).ToList();
        return errors.Count == 0
            ? new KeyFile(content.Primary!, content.Keys.ToDictionary(static key => key.Key, static key => Bytes(key.Value)!))
            : throw new KeyFileException($"The key file '{path}' is wrong: {string.Join("; ", errors)}.");
    }

    private static void CheckMode(string path)
    {
        if (SecretFile.OpenToOthers(path) is { } mode)
        {
            throw new KeyFileException($"The key file '{path}' is open to others (mode {mode}). Whoever reads it can decrypt the database: `chmod 600 {path}`, or 640 for a group of its own.");
        }
    }

    private static string NewName(TimeProvider time, IReadOnlyDictionary<string, byte[]> taken)
    {
        var name = time.GetUtcNow().ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture);
        for (var number = 2; taken.ContainsKey(name); number++)
        {
            name = string.Create(CultureInfo.InvariantCulture, $"{name.Split('.')[0]}.{number}");
        }

        return name;
    }

    private static void Write(string path, KeyFile file)
    {
        var content = new Content(file.Primary, file.Keys.ToDictionary(static key => key.Key, static key => (string?)Convert.ToBase64String(key.Value)));
        try
        {
            SafeReplacement.Write(path, JsonSerializer.Serialize(content, Json) + "\n");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new KeyFileException($"The key file '{path}' cannot be written: {error.Message} It is as it was.", error);
        }
    }

    private sealed record Content(string? Primary, IReadOnlyDictionary<string, string?>? Keys);
}
