using System.Runtime.ExceptionServices;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;

namespace ActiveActive.Client.Calls;

/// <summary>
/// Makes grain calls that survive failures: an outgoing call filter's work.
/// </summary>
/// <remarks>
/// <para>Normal path: the call gets its stamp (derived from the <see cref="CallScope"/> when there is one, else a fresh request id) and goes out. That is
/// all: no retry machinery is touched.</para>
/// <para>An attempt fails, or is not answered in time: <see cref="RetryRules"/> decides. A retry is a new call on the grain reference, not a second sending of
/// the request object, which is pooled and may still be in use. It comes through the filter again, where <see cref="RetryPass"/> marks it, and carries the
/// same request id with a higher attempt number.</para>
/// <para>An attempt that was given up may still be answered: the first answer of any attempt wins, as all of them are one request.</para>
/// <para>The deadline ends it: with <see cref="OutcomeUnknownException"/> when an attempt may have had an effect, else with the last error.</para>
/// <para>Not touched: calls to system targets, to clients (observers) and to Orleans' own interfaces.</para>
/// </remarks>
internal sealed partial class RetryingCaller
{
    private static readonly ResiliencePropertyKey<RetriedCall> CallKey = new("ActiveActive.Call");

    private readonly CallOptions _options;
    private readonly Func<DateTimeOffset> _databaseNow;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ResiliencePipeline<bool> _pipeline;

    public RetryingCaller(CallOptions options, Func<DateTimeOffset> databaseNow, TimeProvider time, ILogger logger)
    {
        _options = options;
        _databaseNow = databaseNow;
        _time = time;
        _logger = logger;
        _pipeline = new ResiliencePipelineBuilder<bool> { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions<bool>
            {
                MaxRetryAttempts = int.MaxValue, // bounded by the deadline
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = options.BaseDelay,
                MaxDelay = options.MaxDelay,
                ShouldHandle = static retry => ValueTask.FromResult(
                    retry.Outcome.Exception is { } error && retry.Context.Properties.GetValue(CallKey, null!).WantsRetry(error)),
                OnRetry = retry =>
                {
                    var call = retry.Context.Properties.GetValue(CallKey, null!);
                    LogRetry(call.Name, call.Target, call.Stamp.Id, call.Attempts + 1, retry.RetryDelay, retry.Outcome.Exception!.GetType().Name, retry.Outcome.Exception.Message);
                    return default;
                },
            })
            .Build();
    }

    /// <summary>Makes a call on behalf of the filter.</summary>
    public Task Invoke(IOutgoingGrainCallContext context) => Invoke(context, _time.GetTimestamp());

    /// <summary>As above, for a call whose deadline began to run at a timestamp of the time provider.</summary>
    public Task Invoke(IOutgoingGrainCallContext context, long startedAt)
    {
        if (!TryGetMethod(context, out var method))
        {
            return context.Invoke();
        }

        if (RetryPass.Current is { } pass && pass.Fits(context))
        {
            return InvokeStamped(context, pass.Stamp);
        }

        var stamp = NextStamp(context);
        return method.Kind is MethodKind.OneWay
            ? InvokeStamped(context, stamp)
            : Run(new RetriedCall(context, method, stamp, _options, _time, startedAt));
    }

    /// <summary>Whether this is a call that an application makes to a grain, rather than one of Orleans' own.</summary>
    internal static bool TryGetMethod(IOutgoingGrainCallContext context, out GrainMethod method)
    {
        method = null!;
        if (context.TargetId.IsSystemTarget() || context.TargetId.IsClient() || context.InterfaceMethod is not { DeclaringType: not null } info)
        {
            return false;
        }

        method = GrainMethod.Of(info);
        return !method.IsOrleansOwn;
    }

    /// <summary>Sends the request with a stamp. As an async method it leaves the caller's own request context as it was.</summary>
    internal static async Task InvokeStamped(IOutgoingGrainCallContext context, CallStamp stamp)
    {
        RetryPass.Current = null;
        RequestContext.Set(CallStamp.Key, stamp);
        await context.Invoke();
    }

    private CallStamp NextStamp(IOutgoingGrainCallContext context) =>
        CallScope.Current?.NextCall(context.TargetId, $"{context.InterfaceName}.{context.MethodName}")
        ?? new CallStamp(RequestId.New(_databaseNow()), 1);

    private async Task Run(RetriedCall call)
    {
        try
        {
            await call.FirstAttempt();
        }
        catch (Exception error) when (call.WantsRetry(error))
        {
            await RunRetries(call, error);
        }
        catch (Exception error) when (call.EndedByDeadline(error))
        {
            throw call.AtDeadline(error);
        }
    }

    private async Task RunRetries(RetriedCall call, Exception first)
    {
        using var deadline = new CancellationTokenSource(call.Remaining, _time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, call.CallerToken);
        var resilience = ResilienceContextPool.Shared.Get(end.Token);
        try
        {
            resilience.Properties.Set(CallKey, call);
            var outcome = await _pipeline.ExecuteOutcomeAsync(Attempt, resilience, (Call: call, First: first));
            if (outcome.Exception is not { } error)
            {
                LogRecovered(call.Name, call.Target, call.Stamp.Id, call.Attempts, call.Elapsed);
                return;
            }

            call.CallerToken.ThrowIfCancellationRequested();
            var gaveUp = deadline.IsCancellationRequested || call.EndedByDeadline(error);
            ExceptionDispatchInfo.Throw(gaveUp ? call.AtDeadline(error) : error);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(resilience);
        }
    }

    // The pipeline starts where the first attempt failed, so its first round only hands that failure over.
    private static async ValueTask<Outcome<bool>> Attempt(ResilienceContext resilience, (RetriedCall Call, Exception First) state)
    {
        if (!state.Call.FirstFailureReported)
        {
            state.Call.FirstFailureReported = true;
            return Outcome.FromException<bool>(state.First);
        }

        try
        {
            await state.Call.NextAttempt();
            return Outcome.FromResult(true);
        }
        catch (Exception error)
        {
            return Outcome.FromException<bool>(error);
        }
    }

    [LoggerMessage(2101, LogLevel.Information, "{Method} of {Grain} (request {RequestId}): attempt {Attempt} follows in {Delay} after {Error}: {Reason}")]
    private partial void LogRetry(string method, GrainId grain, RequestId requestId, int attempt, TimeSpan delay, string error, string reason);

    [LoggerMessage(2102, LogLevel.Information, "{Method} of {Grain} (request {RequestId}) was answered at attempt {Attempts} after {Elapsed}")]
    private partial void LogRecovered(string method, GrainId grain, RequestId requestId, int attempts, TimeSpan elapsed);
}
