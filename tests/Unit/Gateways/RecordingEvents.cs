using System.Collections.Concurrent;
using ActiveActive.Client.Calls;

namespace ActiveActive.Tests.Unit.Gateways;

/// <summary>Writes down what was told.</summary>
internal sealed class RecordingEvents : IClusterEvents
{
    public ConcurrentQueue<object> Lost { get; } = new();

    public int Deaths { get; private set; }

    public void SiloDied() => Deaths++;

    public void GatewayLost(object connection) => Lost.Enqueue(connection);
}
