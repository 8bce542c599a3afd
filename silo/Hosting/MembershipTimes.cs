using Orleans.Configuration;

namespace ActiveActive.Silo.Hosting;

/// <summary>How long Orleans' messages and their senders wait for a silo that leaves or is lost. An application may configure the same options after <c>UseActiveActive</c>.</summary>
internal static class MembershipTimes
{
    public static void Apply(SiloMessagingOptions options)
    {
        options.ClientGatewayShutdownNotificationTimeout = TimeSpan.FromSeconds(1);

        // A gateway that a client has lost keeps the answers of its own grains for that client until it gives the client up, also when the client asks through
        // another gateway by now: for Orleans' default of a minute these grains cannot be heard. Answers given up early are asked for again by their callers.
        options.ClientDropTimeout = TimeSpan.FromSeconds(1);
        options.ResponseTimeout = TimeSpan.FromSeconds(10);
    }
}
