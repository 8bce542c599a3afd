using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace ActiveActive.Tests.Cluster.Http;

/// <summary>Keeps what was logged as an error, or less.</summary>
public sealed class RecordedLogs(LogLevel least = LogLevel.Error) : ILoggerProvider
{
    private readonly ConcurrentQueue<string> _errors = new();

    public IReadOnlyCollection<string> Errors => _errors;

    public ILogger CreateLogger(string categoryName) => new Logger(_errors, least);

    public void Dispose()
    {
    }

    private sealed class Logger(ConcurrentQueue<string> errors, LogLevel least) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= least;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                errors.Enqueue(formatter(state, exception));
            }
        }
    }
}
