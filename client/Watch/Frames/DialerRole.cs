namespace ActiveActive.Client.Watch.Frames;

/// <summary>Who dials.</summary>
internal enum DialerRole : byte
{
    /// <summary>An external client, which watches gateways.</summary>
    Client = 0,

    /// <summary>A silo, which watches its peers.</summary>
    Silo = 1,
}
