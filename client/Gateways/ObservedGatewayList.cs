using System.Net;
using Orleans.Messaging;

namespace ActiveActive.Client.Gateways;

/// <summary>
/// The gateway list as the client's clustering provider gives it, told on to the watch, and without gateways that are suspended: else Orleans would try them again every
/// few seconds. That never empties it.
/// </summary>
internal sealed class ObservedGatewayList(IGatewayListProvider inner, GatewayConnections connections) : IGatewayListProvider
{
    private static readonly TimeSpan LongestOut = TimeSpan.FromSeconds(1);

    /// <summary>Called with each list that was read, suspended gateways included.</summary>
    public Action<IReadOnlyList<IPEndPoint>>? OnRead { get; set; }

    /// <summary>The list that was read last.</summary>
    public IReadOnlyList<IPEndPoint> Last { get; private set; } = [];

    /// <summary>For so long Orleans leaves a gateway out that could not be connected to. The watch knows sooner whether it is back.</summary>
    public TimeSpan MaxStaleness => inner.MaxStaleness < LongestOut ? inner.MaxStaleness : LongestOut;

#pragma warning disable CS0618 // The interface still has it.
    public bool IsUpdatable => inner.IsUpdatable;
#pragma warning restore CS0618

    public Task InitializeGatewayListProvider() => inner.InitializeGatewayListProvider();

    public async Task<IList<Uri>> GetGateways()
    {
        var all = await inner.GetGateways();
        List<IPEndPoint> endpoints = [];
        List<Uri> usable = [];
        foreach (var gateway in all)
        {
            if (gateway.ToGatewayAddress()?.Endpoint is not { } endpoint)
            {
                usable.Add(gateway);
                continue;
            }

            endpoints.Add(endpoint);
            if (connections.IsLeaving(endpoint))
            {
                // Orleans forgets that after a while. A gateway that is merely missing from the list has its connections closed, with what is in flight on them.
                connections.Internals?.StopSendingTo(SiloAddress.New(endpoint, 0));
            }

            if (!connections.IsSuspended(endpoint))
            {
                usable.Add(gateway);
            }
        }

        Last = endpoints;
        OnRead?.Invoke(endpoints);
        return usable.Count == 0 ? all : usable;
    }
}
