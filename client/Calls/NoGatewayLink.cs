namespace ActiveActive.Client.Calls;

/// <summary>Inside a silo there are no gateways: Orleans itself ends the calls to a silo that was declared dead.</summary>
internal sealed class NoGatewayLink : IGatewayLink
{
    public static readonly NoGatewayLink Instance = new();

    public int OpenConnections => 1;

    public long Opened => 1;

    public TimeSpan LostFor => TimeSpan.Zero;

    public LostHold? Hold => null;

    public object? ConnectionOf(GrainId grain) => null;

    public GatewayWindow? WindowOf(GrainId grain) => null;
}
