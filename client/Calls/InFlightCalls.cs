namespace ActiveActive.Client.Calls;

/// <summary>
/// All calls that wait for an answer, so that an event can reach every one of them at once.
/// </summary>
/// <remarks>
/// The normal path pays two short critical sections per call. The list is striped by the adding thread, so that threads hardly meet; a call is its own list node,
/// so that nothing is allocated. Only an event walks all stripes, and it does no more for each call than to wake it.
/// </remarks>
internal sealed class InFlightCalls
{
    private readonly Stripe[] _stripes;

    public InFlightCalls()
    {
        _stripes = new Stripe[Math.Clamp(Environment.ProcessorCount * 2, 4, 64)];
        for (var i = 0; i < _stripes.Length; i++)
        {
            _stripes[i] = new Stripe();
        }
    }

    /// <summary>How many calls wait now.</summary>
    public int Count => _stripes.Sum(static stripe => stripe.Count);

    public void Add(InFlightCall call) => _stripes[(uint)Environment.CurrentManagedThreadId % (uint)_stripes.Length].Add(call);

    public static void Remove(InFlightCall call) => call.Stripe!.Remove(call);

    /// <summary>Tells all of them that a silo was declared dead.</summary>
    public void OnSiloDied() => ForAll(static (call, _) => call.OnSiloDied(), null);

    /// <summary>Tells all of them that a connection has ended.</summary>
    public void OnGatewayLost(object connection) => ForAll(static (call, lost) => call.OnGatewayLost(lost!), connection);

    /// <summary>Tells those whose time is over.</summary>
    /// <param name="now">The time provider's timestamp.</param>
    public void OnTime(long now) => ForAll(
        static (call, now) =>
        {
            if (call.DueAt <= (long)now!)
            {
                call.DueAt = long.MaxValue;
                call.OnDue();
            }
        },
        now);

    /// <summary>The grains that calls wait for.</summary>
    public List<GrainId> Targets()
    {
        List<GrainId> targets = [];
        ForAll((call, _) => targets.Add(call.Target), null);
        return targets;
    }

    private void ForAll(Action<InFlightCall, object?> action, object? argument)
    {
        foreach (var stripe in _stripes)
        {
            stripe.ForAll(action, argument);
        }
    }

    internal sealed class Stripe
    {
        private readonly Lock _lock = new();
        private InFlightCall? _first;

        public int Count { get; private set; }

        public void Add(InFlightCall call)
        {
            call.Stripe = this;
            lock (_lock)
            {
                call.Next = _first;
                _first?.Previous = call;
                _first = call;
                Count++;
            }
        }

        public void Remove(InFlightCall call)
        {
            lock (_lock)
            {
                if (call.Previous is { } previous)
                {
                    previous.Next = call.Next;
                }
                else
                {
                    _first = call.Next;
                }

                call.Next?.Previous = call.Previous;
                (call.Next, call.Previous) = (null, null);
                Count--;
            }
        }

        public void ForAll(Action<InFlightCall, object?> action, object? argument)
        {
            lock (_lock)
            {
                for (var call = _first; call is not null; call = call.Next)
                {
                    action(call, argument);
                }
            }
        }
    }
}
