using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace ActiveActive.Tests.Cluster.Telemetry;

/// <summary>Looks at everything that is logged, at every level, and keeps what has a secret in it.</summary>
public sealed class SecretFinder(string secret) : ILoggerProvider
{
    private readonly ConcurrentQueue<(string Category, LogLevel Level, string Text)> _found = new();
    private long _seen;

    /// <summary>Where it was found.</summary>
    public IReadOnlyCollection<(string Category, LogLevel Level, string Text)> Found => _found;

    /// <summary>How many messages of the framework were looked at.</summary>
    public long Seen => Interlocked.Read(ref _seen);

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void Dispose()
    {
    }

    private void Look(string category, LogLevel level, string text)
    {
        if (category.StartsWith("ActiveActive", StringComparison.Ordinal))
        {
            Interlocked.Increment(ref _seen);
        }

        if (text.Contains(secret, StringComparison.Ordinal))
        {
            _found.Enqueue((category, level, text));
        }
    }

    private sealed class Logger(SecretFinder finder, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            finder.Look(category, LogLevel.Trace, $"scope: {state}");
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var values = state is IEnumerable<KeyValuePair<string, object?>> pairs ? string.Join(' ', pairs.Select(static pair => pair.Value)) : "";
            finder.Look(category, logLevel, $"{eventId.Id} {formatter(state, exception)} {values} {exception}");
        }
    }
}
