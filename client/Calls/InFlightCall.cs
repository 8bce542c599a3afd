namespace ActiveActive.Client.Calls;

/// <summary>A call in <see cref="InFlightCalls"/>. What happens to it is told under the list's lock, so it only takes note.</summary>
internal abstract class InFlightCall
{
    /// <summary>The list that it is in; the links belong to that list and its lock.</summary>
    internal InFlightCalls.Stripe? Stripe { get; set; }

    internal InFlightCall? Next { get; set; }

    internal InFlightCall? Previous { get; set; }

    public abstract GrainId Target { get; }

    /// <summary>When <see cref="AttemptSweep"/> shall call <see cref="OnDue"/>, by the time provider's timestamps; never by default.</summary>
    public long DueAt { get; set; } = long.MaxValue;

    /// <summary>The time of its first attempt is over.</summary>
    public abstract void OnDue();

    /// <summary>Some silo was declared dead: what was sent before may have been for it.</summary>
    public abstract void OnSiloDied();

    /// <summary>A connection to a gateway has ended: what was sent through it is not answered any more.</summary>
    public abstract void OnGatewayLost(object connection);
}
