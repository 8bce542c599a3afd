using Microsoft.Extensions.Logging;

namespace ActiveActive.Silo.Membership.Fencing;

/// <summary>
/// Takes Orleans' fatal errors, among them the news of this silo's own death. Orleans' own handler goes on answering for two seconds and then aborts with
/// a dump of its memory; this one shuts the fence first and ends with a code that says why.
/// </summary>
internal sealed class FatalErrors(SelfFence fence, OwnDeath death, ProcessEnd process, ILogger<FatalErrors> log) : IFatalErrorHandler
{
    public bool IsUnexpected(Exception exception) => exception is not ThreadInterruptedException;

    public void OnFatalException(object? sender = null, string? context = null, Exception? exception = null)
    {
        fence.Shut();
        if (exception is null)
        {
            // Only the news of the own death comes without one.
            death.Learn($"Orleans' membership ({context})");
            return;
        }

        log.FatalError(exception, sender, context, ProcessEnd.FatalError);
        process.Begin(ProcessEnd.FatalError);
    }
}
