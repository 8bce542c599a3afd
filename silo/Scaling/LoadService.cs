using Microsoft.Extensions.Logging;

namespace ActiveActive.Silo.Scaling;

/// <inheritdoc cref="ILoadService"/>
internal sealed class LoadService(GrainId id, Orleans.Runtime.Silo silo, ILoggerFactory loggers, LoadBoard board) : GrainService(id, silo, loggers), ILoadService
{
    public Task<SiloLoad?> Load() => Task.FromResult(board.Load is { } load ? load with { Calls = board.Calls } : null);

    public Task<ScaleAdvice?> Advice() => Task.FromResult(board.IsOwn ? board.Advice : null);
}
