using Microsoft.Extensions.Logging;

namespace ActiveActive.Database.Embedded;

/// <summary>What an embedded server tells the log.</summary>
internal sealed partial class EmbeddedPostgresLog(ILogger logger)
{
    private readonly ILogger _logger = logger;

    [LoggerMessage(10, LogLevel.Information, "Embedded PostgreSQL {MajorVersion} is ready on 127.0.0.1:{Port}, data in {DataFolder}, after {Elapsed}.")]
    public partial void Started(int majorVersion, int port, string dataFolder, TimeSpan elapsed);

    [LoggerMessage(11, LogLevel.Information, "Embedded PostgreSQL on port {Port} has stopped.")]
    public partial void Stopped(int port);

    [LoggerMessage(12, LogLevel.Warning, "Embedded PostgreSQL on port {Port} was killed on request.")]
    public partial void Killed(int port);

    [LoggerMessage(13, LogLevel.Information, "Embedded PostgreSQL on port {Port} follows the one on port {PrimaryPort} ({Mode}).")]
    public partial void Follows(int port, int primaryPort, StandbyMode mode);

    [LoggerMessage(14, LogLevel.Warning, "Embedded PostgreSQL on port {Port} was promoted: it is a primary now.")]
    public partial void Promoted(int port);
}
