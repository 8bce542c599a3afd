using System.Globalization;
using DbUp.Engine.Output;
using Microsoft.Extensions.Logging;

namespace ActiveActive.Database.Migration;

/// <summary>DbUp's messages to our logger: what DbUp calls information is debug to us, and a failure is thrown, not only logged.</summary>
internal sealed partial class DbUpLog(ILogger logger) : IUpgradeLog
{
    private readonly ILogger _logger = logger;

    public void LogTrace(string format, params object[] args) => LogDetail(Text(format, args));

    public void LogDebug(string format, params object[] args) => LogDetail(Text(format, args));

    public void LogInformation(string format, params object[] args) => LogProgress(Text(format, args));

    public void LogWarning(string format, params object[] args) => LogConcern(Text(format, args));

    public void LogError(string format, params object[] args) => LogDetail(Text(format, args));

    public void LogError(Exception ex, string format, params object[] args) => LogDetail(Text(format, args));

    private static string Text(string format, object[] args) =>
        args.Length == 0 ? format : string.Format(CultureInfo.InvariantCulture, format, args);

    [LoggerMessage(1, LogLevel.Trace, "{Message}")]
    private partial void LogDetail(string message);

    [LoggerMessage(2, LogLevel.Debug, "{Message}")]
    private partial void LogProgress(string message);

    [LoggerMessage(3, LogLevel.Warning, "{Message}")]
    private partial void LogConcern(string message);
}
