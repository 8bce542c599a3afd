using System.Security.Cryptography;

namespace ActiveActive.Silo.Console.Actions;

/// <summary>The tokens by which an action is confirmed: each for one action on one target, once, for a minute, at the silo that gave it.</summary>
internal sealed class Confirmations(TimeProvider time)
{
    /// <summary>How long one is good for.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(1);

    private const int Most = 100;
    private const int Bytes = 18;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (ConsoleAction Action, string Target, DateTimeOffset Expires)> _openNeedsLock = new(StringComparer.Ordinal);

    /// <summary>Gives one.</summary>
    public (string Token, DateTimeOffset Expires) Give(ConsoleAction action, string target)
    {
        var token = Convert.ToBase64String(RandomNumberGenerator.GetBytes(Bytes));
        var now = time.GetUtcNow();
        lock (_lock)
        {
            foreach (var (old, _) in _openNeedsLock.Where(one => one.Value.Expires <= now).ToArray())
            {
                _openNeedsLock.Remove(old);
            }

            if (_openNeedsLock.Count == Most)
            {
                _openNeedsLock.Remove(_openNeedsLock.MinBy(static one => one.Value.Expires).Key);
            }

            _openNeedsLock[token] = (action, target, now + Life);
        }

        return (token, now + Life);
    }

    /// <summary>Takes one back.</summary>
    /// <returns>Whether it was given for just this, and is still good.</returns>
    public bool Take(string token, ConsoleAction action, string target)
    {
        lock (_lock)
        {
            return _openNeedsLock.Remove(token, out var given) && given.Action == action && given.Target == target && given.Expires > time.GetUtcNow();
        }
    }
}
