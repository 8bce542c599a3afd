using ActiveActive.Cli.Output;
using ActiveActive.TestKit.Regions;

namespace ActiveActive.Cli.Calls;

/// <summary>Makes one call by the client library and reports its answer.</summary>
internal static class GrainCall
{
    private static readonly TimeSpan UsualAttempt = TimeSpan.FromSeconds(2);

    /// <summary>Runs a call.</summary>
    /// <param name="context">The command.</param>
    /// <param name="settings">The options of all calls.</param>
    /// <param name="call">The call, made inside a scope with the request id.</param>
    /// <param name="describe">The answer for people.</param>
    public static async Task<int> Run<T>(CommandContext context, CallSettings settings, Func<IGrainFactory, Task<T>> call, Func<T, string> describe)
    {
        var region = settings.Region.Require(context);
        var timeout = TimeSpan.FromSeconds(context.Get(settings.Timeout));
        await using var client = await RegionClient.Connect(
            region.Name,
            region.Database,
            options =>
            {
                options.ConnectTimeout = timeout;
                options.Calls.Deadline = timeout;
                options.Calls.AttemptTimeout = timeout < UsualAttempt ? timeout : UsualAttempt;
                options.Calls.MaxDelay = timeout < options.Calls.MaxDelay ? timeout : options.Calls.MaxDelay;
            },
            cancellation: context.Cancellation);

        var isRepeated = RequestId.TryParse(context.Get(settings.IdempotencyKey), out var id);
        if (!isRepeated)
        {
            id = RequestId.New(client.DatabaseNow);
        }

        using var scope = isRepeated ? CallScope.Begin(id, attempt: 2, CallKind.Keyed) : CallScope.Begin(id);
        try
        {
            var answer = await call(client.Grains).WaitAsync(context.Cancellation);
            context.Terminal.Answer(answer!, console => console.Profile.Out.Writer.WriteLine(describe(answer)));
            return ExitCode.Ok;
        }
        catch (Exception error) when (error is OutcomeUnknownException or OperationCanceledException)
        {
            throw new CliException($"{error.Message} Repeat the same command with --idempotency-key {id} to learn its outcome; it is applied once.", error);
        }
    }
}
