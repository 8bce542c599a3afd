using ActiveActive.Replication;
using ActiveActive.State.Sends;
using ActiveActive.State.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Serialization;

namespace ActiveActive.State.Updates;

/// <summary>What every durable state of a silo shares.</summary>
internal sealed class DurableStateServices(
    IStateStore store,
    IDatabaseClock clock,
    ISendQueue sends,
    ResidencyGate residency,
    IGrainContextAccessor grainContext,
    Serializer serializer,
    TimeProvider time,
    IOptions<DurableStateOptions> options,
    ILoggerFactory loggers,
    UpdateMetrics metrics)
{
    public IStateStore Store { get; } = store;

    public IDatabaseClock Clock { get; } = clock;

    public ISendQueue Sends { get; } = sends;

    public ResidencyGate Residency { get; } = residency;

    public IGrainContextAccessor GrainContext { get; } = grainContext;

    public ReplyCodec Replies { get; } = new(serializer, options.Value.MaxReplyBytes);

    public TimeProvider Time { get; } = time;

    public DurableStateOptions Options { get; } = options.Value;

    public UpdateMetrics Metrics { get; } = metrics;

    public ILogger Logger { get; } = loggers.CreateLogger("ActiveActive.DurableState");
}
