using System.Net;

namespace ActiveActive.Client.Gateways;

/// <summary>
/// Decides which gateways are silent, from what their watch connections bring.
/// </summary>
/// <remarks>
/// <para>A gateway is suspended when it has answered before, has sent nothing for <see cref="ActiveActiveClientOptions.GatewaySilence"/> and not answered three pings, and another one has answered
/// meanwhile, lately. The last is the proof that neither we nor the network at large are at fault: when all are silent (we were paused, the region is paused, our link is down)
/// nothing is done, and there is always one left. It is resumed with its first answer.</para>
/// <para>One that still answers calls is not silent, however long its pings take: a process with more to do than it can. To cut it off would throw away all that it has in hand, have it done once more by the others, which are next
/// then, and so make a crowd a collapse.</para>
/// <para>The time stretches with the slowest answer of the other gateways lately, four times over: where everything is slow, slow is not silent.</para>
/// <para>What a mistake costs: what was in flight goes a second time through another gateway, and the grains move; the silo behind the gateway keeps the answers of its own grains
/// for the lost connection until it gives that up (<c>ClientDropTimeout</c>, a second in our silos, after the connection's end, or after <c>ClientAckTimeout</c> where that cannot be told); calls of ordinary methods in flight end with an unknown outcome.</para>
/// </remarks>
internal sealed class GatewayHealth(TimeSpan silence, TimeProvider time, IGatewayControl control)
{
    /// <summary>What a gateway that is ready for more takes to answer a ping.</summary>
    private static readonly TimeSpan Prompt = TimeSpan.FromMilliseconds(50);

    private const int FewestPings = 3;
    private const double SlowestKept = 0.95;

    // Held while the control is told, so that a resumption and a suspension of the same gateway come in the order in which they were decided. The control does not call back.
    private readonly Lock _lock = new();
    private readonly Dictionary<IPEndPoint, State> _gatewaysNeedsLock = [];

    /// <summary>It answered a ping that was sent then, or greeted.</summary>
    public void OnAnswer(IPEndPoint gateway, long askedAt)
    {
        lock (_lock)
        {
            var state = StateOf(gateway);
            state.AskedAt = askedAt;
            state.HeardAt = time.GetTimestamp();
            state.Took = time.GetElapsedTime(askedAt, state.HeardAt);
            state.Slowest = state.Took > state.Slowest * SlowestKept ? state.Took : state.Slowest * SlowestKept;
            if (state.IsSuspended)
            {
                state.IsSuspended = false;
                state.Slowest = TimeSpan.Zero; // the answer that ends a silence says nothing about others
                control.Resume(gateway);
            }
        }
    }

    /// <summary>Whether its last answer took longer than that of a gateway that has nothing to wait for. Not of one that was never asked.</summary>
    public bool IsSlow(IPEndPoint gateway)
    {
        lock (_lock)
        {
            return _gatewaysNeedsLock.TryGetValue(gateway, out var state) && state.Took > Prompt;
        }
    }

    /// <summary>So many pings in a row have no answer.</summary>
    public void OnUnanswered(IPEndPoint gateway, int pings)
    {
        lock (_lock)
        {
            var state = StateOf(gateway);
            if (state.IsSuspended || state.HeardAt == 0 || pings < FewestPings || !IsSilent(gateway, state))
            {
                return;
            }

            state.IsSuspended = true;
            control.Suspend(gateway);
        }
    }

    /// <summary>Nobody listens there any more.</summary>
    public void OnGone(IPEndPoint gateway)
    {
        lock (_lock)
        {
            var wasSuspended = _gatewaysNeedsLock.Remove(gateway, out var state) && state.IsSuspended;
            control.Drop(gateway);
            if (wasSuspended)
            {
                control.Resume(gateway); // what listens there next is another process
            }
        }
    }

    private State StateOf(IPEndPoint gateway)
    {
        if (!_gatewaysNeedsLock.TryGetValue(gateway, out var state))
        {
            _gatewaysNeedsLock[gateway] = state = new State();
        }

        return state;
    }

    private bool IsSilent(IPEndPoint gateway, State state)
    {
        var others = _gatewaysNeedsLock.Where(pair => !pair.Key.Equals(gateway) && !pair.Value.IsSuspended && pair.Value.HeardAt != 0).Select(static pair => pair.Value).ToList();
        if (others.Count == 0)
        {
            return false;
        }

        var slowest = others.Max(static other => other.Slowest) * 4;
        var limit = slowest > silence ? slowest : silence;
        return time.GetElapsedTime(Math.Max(state.AskedAt, control.HeardAt(gateway))) >= limit && others.Exists(other => time.GetElapsedTime(other.AskedAt) < limit / 2);
    }

    private sealed class State
    {
        /// <summary>When the last ping that was answered was sent.</summary>
        public long AskedAt { get; set; }

        /// <summary>When that answer came; 0: never.</summary>
        public long HeardAt { get; set; }

        /// <summary>What the last answer took.</summary>
        public TimeSpan Took { get; set; }

        /// <summary>The slowest answer lately.</summary>
        public TimeSpan Slowest { get; set; }

        public bool IsSuspended { get; set; }
    }
}
