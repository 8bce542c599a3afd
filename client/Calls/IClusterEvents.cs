namespace ActiveActive.Client.Calls;

/// <summary>What a caller wants to be told of its cluster: when to stop waiting for answers that cannot come.</summary>
internal interface IClusterEvents
{
    /// <summary>
    /// A silo was declared dead. Calls in flight may have been for it, through whatever gateway, and new calls find their grains elsewhere now: what was sent
    /// before is sent again at once, if it may be.
    /// </summary>
    void SiloDied();

    /// <summary>A connection to a gateway has ended (Orleans' own object for it): what was sent through it is sent again at once, if it may be, else its outcome stays unknown.</summary>
    void GatewayLost(object connection);
}
