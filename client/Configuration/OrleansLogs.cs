using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ActiveActive.Client.Configuration;

/// <summary>What is kept of that which Orleans logs.</summary>
internal static class OrleansLogs
{
    /// <summary>
    /// Leaves out what Orleans says of single messages that it drops, rejects or cannot place. It quotes them, with what grains have answered, and logs must have no payload; and it is said of thousands a second just
    /// when a silo has more to do than it can, which then costs it a processor. Whoever called learns of it by an error or a retry, and Orleans' meter counts them.
    /// </summary>
    public static void LeaveMessagesOut(this IServiceCollection services) => services.Configure<LoggerFilterOptions>(static options =>
        options.AddFilter("Orleans.Messaging", LogLevel.Critical).AddFilter("Orleans.Runtime.Messaging.MessageCenter", LogLevel.Critical));
}
