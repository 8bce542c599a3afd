namespace ActiveActive.Client.Calls;

/// <summary>What a call may ask about the connections that it goes through.</summary>
internal interface IGatewayLink
{
    /// <summary>How many connections to gateways are open.</summary>
    int OpenConnections { get; }

    /// <summary>How many were ever opened. While it stays the same and none is open, nothing can have been sent.</summary>
    long Opened { get; }

    /// <summary>For how long no gateway has been connected; zero while there is one.</summary>
    TimeSpan LostFor { get; }

    /// <summary>Where calls wait while no gateway is connected; null while one is.</summary>
    LostHold? Hold { get; }

    /// <summary>The connection (Orleans' own object) that calls of a grain go through now; null when that is not known.</summary>
    object? ConnectionOf(GrainId grain);

    /// <summary>What bounds the calls on that connection; null when it is not known.</summary>
    GatewayWindow? WindowOf(GrainId grain);
}
