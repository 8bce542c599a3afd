using System.Text.Json;
using ActiveActive.Silo.Console.Inspector;
using ActiveActive.Silo.Console.Reports;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ActiveActive.Silo.Console.Exchange;

/// <inheritdoc cref="IConsoleService"/>
internal sealed class ConsoleService(GrainId id, Orleans.Runtime.Silo silo, ILoggerFactory loggers, SiloReporter reporter, RecentWrites writes, IHostApplicationLifetime lifetime)
    : GrainService(id, silo, loggers), IConsoleService
{
    private readonly ILogger _log = loggers.CreateLogger<ConsoleService>();

    public Task<byte[]> Report(long eventsAfter) => Task.FromResult(JsonSerializer.SerializeToUtf8Bytes(reporter.Now(eventsAfter), ReportJson.Default.SiloReport));

    public Task<byte[]> History() => Task.FromResult(JsonSerializer.SerializeToUtf8Bytes(reporter.History(), ReportJson.Default.SiloHistory));

    public Task<byte[]> Requests(string grainType, string grainKey) =>
        Task.FromResult(JsonSerializer.SerializeToUtf8Bytes([.. writes.Of(grainType, grainKey)], ReportJson.Default.ListRecentRequest));

    public Task Drain(string by)
    {
        _log.Drained(by);

        // Not from within the call, whose answer it would wait for.
        _ = Task.Run(lifetime.StopApplication);
        return Task.CompletedTask;
    }
}
