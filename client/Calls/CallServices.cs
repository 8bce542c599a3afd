using System.Collections.Concurrent;
using Orleans.Serialization;

namespace ActiveActive.Client.Calls;

/// <summary>What all calls of one client, or of one silo's front end, share.</summary>
/// <param name="options">How calls are tried.</param>
/// <param name="time">The clock of deadlines and waits.</param>
/// <param name="log">Where retries are told.</param>
/// <param name="events">Where events of the cluster come in; by default a place that none reaches.</param>
/// <param name="link">What is known of the connections to gateways.</param>
/// <param name="copier">Copies arguments that are kept for retries; null where the grain gets copies of its own anyway, over the wire.</param>
/// <param name="random">Spreads waits; default the shared one.</param>
/// <param name="isExact">Whether each first attempt has a timer of its own, for tests whose time stands still.</param>
internal sealed class CallServices(CallOptions options, TimeProvider time, CallLog log, ClusterEvents? events = null, IGatewayLink? link = null, DeepCopier? copier = null, Random? random = null, bool isExact = false)
{
    private AttemptSweep? _sweep;
    private readonly ConcurrentDictionary<GrainMethod, AttemptTimeout> _timeouts = new();

    public CallOptions Options => options;

    public TimeProvider Time => time;

    public CallLog Log => log;

    public IGatewayLink Link { get; } = link ?? NoGatewayLink.Instance;

    public DeepCopier? Copier => copier;

    public Random Random { get; } = random ?? Random.Shared;

    public ClusterEvents Events { get; } = events ?? new ClusterEvents(new InFlightCalls(), new RetryBudget(options, time));

    public InFlightCalls InFlight => Events.Calls;

    public RetryBudget Budget => Events.Budget;

    /// <summary>Ends the time of first attempts; null where each has a timer of its own, to the tick.</summary>
    public AttemptSweep? Sweep => isExact ? null : _sweep ?? LazyInitializer.EnsureInitialized(ref _sweep, () => new AttemptSweep(InFlight, time));

    public AttemptTimeout TimeoutOf(GrainMethod method) => _timeouts.GetOrAdd(method, static (_, services) => new AttemptTimeout(services.Options, services.Time), this);
}
