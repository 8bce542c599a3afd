using System.Diagnostics;

namespace ActiveActive.Client.Calls;

/// <summary>The trace of a call: one activity for the call, and one in it for each attempt. The attempt's goes along to the grain.</summary>
internal sealed class CallTrace
{
    private readonly Activity _call;
    private Activity? _attempt;
    private int _attempts;
    private bool _isOver;

    private CallTrace(Activity call) => _call = call;

    /// <summary>Begins the trace of a call; null when it is not recorded, which it is not when the trace that it would be part of is not.</summary>
    public static CallTrace? Begin(GrainMethod method, GrainId target, CallStamp? stamp)
    {
        if (!Tracing.Source.HasListeners() || Activity.Current is { Recorded: false } || Tracing.Begin(method.Name, ActivityKind.Client) is not { } call)
        {
            return null;
        }

        call.SetTag("rpc.system", "orleans").SetTag("aa.grain_type", target.Type.ToString()).SetTag("aa.request_id", stamp?.Id.ToString());
        return new CallTrace(call);
    }

    /// <summary>Begins an attempt, after the end of the one before.</summary>
    public void BeginAttempt()
    {
        EndAttempt(null);
        _attempt = Tracing.Begin("attempt", ActivityKind.Client, _call.Context)?.SetTag("aa.attempt", ++_attempts);
    }

    /// <summary>Puts the running code into the attempt, until the result is given to <see cref="Leave"/>.</summary>
    public Activity? Enter()
    {
        var outer = Activity.Current;
        Activity.Current = _attempt ?? _call;
        return outer;
    }

    /// <summary>Returns the running code to where it was.</summary>
    public static void Leave(Activity? outer) => Activity.Current = outer;

    /// <summary>Notes how an attempt has failed.</summary>
    public void Failed(Exception error) => EndAttempt(error);

    /// <summary>Ends the call.</summary>
    public void End(Exception? error = null)
    {
        EndAttempt(error);
        if (Interlocked.Exchange(ref _isOver, true))
        {
            return;
        }

        Tracing.End(_call, error);
    }

    private void EndAttempt(Exception? error)
    {
        if (Interlocked.Exchange(ref _attempt, null) is { } attempt)
        {
            Tracing.End(attempt, error);
        }
    }
}
