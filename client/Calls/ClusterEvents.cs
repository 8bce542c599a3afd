namespace ActiveActive.Client.Calls;

/// <summary>Passes the cluster's events on to the calls in flight.</summary>
internal sealed class ClusterEvents(InFlightCalls calls, RetryBudget budget) : IClusterEvents
{
    public InFlightCalls Calls => calls;

    public RetryBudget Budget => budget;

    public void SiloDied()
    {
        budget.Refill();
        calls.OnSiloDied();
    }

    public void GatewayLost(object connection) => calls.OnGatewayLost(connection);
}
