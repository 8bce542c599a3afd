using Microsoft.Extensions.Logging;

namespace ActiveActive.Client.Calls;

/// <summary>What is told of calls that do not go as they should.</summary>
internal sealed partial class CallLog(ILogger logger)
{
    [LoggerMessage(2101, LogLevel.Debug, "{Method} of {Grain} (request {RequestId}): attempt {Attempt} follows in {Delay} after {Error}: {Reason}")]
    public partial void Retry(string method, GrainId grain, RequestId requestId, int attempt, TimeSpan delay, string error, string reason);

    [LoggerMessage(2102, LogLevel.Information, "{Method} of {Grain} (request {RequestId}) was answered at attempt {Attempts} after {Elapsed}")]
    public partial void Recovered(string method, GrainId grain, RequestId requestId, int attempts, TimeSpan elapsed);

    [LoggerMessage(2103, LogLevel.Debug, "{Method} of {Grain} (request {RequestId}) waits: the budget for retries is used up")]
    public partial void WaitsForBudget(string method, GrainId grain, RequestId requestId);

    [LoggerMessage(2104, LogLevel.Debug, "{Method} of {Grain} (request {RequestId}) waits: its gateway has more to do than it can")]
    public partial void WaitsForWindow(string method, GrainId grain, RequestId requestId);

    [LoggerMessage(2105, LogLevel.Debug, "{Method} of {Grain} (request {RequestId}) waits: no gateway is connected")]
    public partial void WaitsForGateway(string method, GrainId grain, RequestId requestId);
}
