using ActiveActive.Client.Calls;

namespace ActiveActive.Tests.Unit.Client;

/// <summary>Connections as the test says.</summary>
internal sealed class FakeLink : IGatewayLink
{
    public int OpenConnections { get; set; } = 1;

    public long Opened { get; set; } = 1;

    public TimeSpan LostFor { get; set; }

    public LostHold? Hold { get; set; }

    public object? Connection { get; set; }

    public GatewayWindow? Window { get; set; }

    public object? ConnectionOf(GrainId grain) => Connection;

    public GatewayWindow? WindowOf(GrainId grain) => Window;
}
