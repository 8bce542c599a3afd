using System.Text.Json;

namespace ActiveActive.Merging;

/// <summary>A place in a state, from the outside in: the names of members and the keys of maps, with slashes between; empty for the state itself.</summary>
/// <remarks>A key that is no text stands there as its JSON. In a key, <c>~</c> is written <c>~0</c> and <c>/</c> is written <c>~1</c>, as in RFC 6901.</remarks>
public sealed class StatePath
{
    private readonly string[] _steps;
    private readonly int _at;

    private StatePath(string[] steps, int at) => (_steps, _at) = (steps, at);

    /// <summary>Whether it names the value itself, and nothing in it.</summary>
    public bool IsEnd => _at == _steps.Length;

    /// <summary>The rest of it, inside the first member or key.</summary>
    /// <exception cref="RefusedException">There is no such place.</exception>
    public StatePath Rest => IsEnd ? throw Missing("it ends too early") : new StatePath(_steps, _at + 1);

    /// <summary>Reads what <see cref="ToString"/> writes.</summary>
    public static StatePath Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new StatePath(text.Length == 0 ? [] : text.Split('/'), 0);
    }

    /// <summary>The first member or key.</summary>
    /// <exception cref="RefusedException">There is none, or it is no such key.</exception>
    public TKey First<TKey>()
    {
        if (IsEnd)
        {
            throw Missing("it ends too early");
        }

        var step = _steps[_at].Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
        try
        {
            return typeof(TKey) == typeof(string) ? (TKey)(object)step : JsonSerializer.Deserialize<TKey>(step)!;
        }
        catch (JsonException)
        {
            throw Missing($"'{step}' is no {typeof(TKey).Name}");
        }
    }

    /// <summary>The error that there is no such place.</summary>
    public RefusedException Missing(string why) => new("no-such-place", $"There is no value at '{string.Join('/', _steps)}' that can be written: {why}. Nothing was changed.", Advice.FixTheCause);

    /// <inheritdoc/>
    public override string ToString() => string.Join('/', _steps.Skip(_at));

    /// <summary>A member's name or a key as it stands in a path.</summary>
    internal static string Step<TKey>(TKey key) =>
        (key as string ?? JsonSerializer.Serialize(key)).Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
}
