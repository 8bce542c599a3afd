using System.Diagnostics;

namespace ActiveActive;

/// <summary>
/// The traces of the framework (docs/tracing.md): one source of activities, <c>ActiveActive</c>, for client, silo and regions. Nothing is made of a call that is not recorded, and nothing at all while nobody listens.
/// </summary>
internal static class Tracing
{
    /// <summary>The name of the source.</summary>
    public const string SourceName = "ActiveActive";

    /// <summary>Where the trace stands in Orleans' request context: the same place that Orleans' own propagation uses.</summary>
    public const string ContextKey = "traceparent";

    /// <summary>The source.</summary>
    public static ActivitySource Source { get; } = new(SourceName);

    /// <summary>The activity of the running code, if it is recorded and somebody listens to ours.</summary>
    public static Activity? Recorded => Source.HasListeners() && Activity.Current is { Recorded: true, IsStopped: false } activity ? activity : null;

    /// <summary>Begins an activity and leaves the running code in the one that it is in.</summary>
    /// <returns>Null when nobody wants it.</returns>
    public static Activity? Begin(string name, ActivityKind kind, ActivityContext parent = default, IEnumerable<ActivityLink>? links = null, DateTimeOffset began = default)
    {
        var outer = Activity.Current;
        var activity = Source.StartActivity(name, kind, parent, tags: null, links, began);
        if (activity is null)
        {
            return null;
        }

        Activity.Current = outer;
        if (activity.Recorded)
        {
            return activity;
        }

        End(activity);
        return null;
    }

    /// <summary>Ends an activity and leaves the running code in the one that it is in.</summary>
    public static void End(Activity activity, Exception? error = null)
    {
        if (error is not null)
        {
            activity.SetStatus(ActivityStatusCode.Error).SetTag("error.type", error.GetType().Name); // its message may quote what nobody is to read
        }

        var outer = Activity.Current;
        activity.Dispose();
        Activity.Current = ReferenceEquals(outer, activity) ? activity.Parent : outer;
    }

    /// <summary>Lets what is started now belong to no trace, until it is disposed of.</summary>
    public static Detached Detach() => new(Activity.Current);

    /// <summary>A trace as W3C's <c>traceparent</c>.</summary>
    public static string ParentOf(ActivityContext trace) => $"00-{trace.TraceId}-{trace.SpanId}-{(trace.TraceFlags.HasFlag(ActivityTraceFlags.Recorded) ? "01" : "00")}";

    /// <summary>A trace that is recorded, of what has come from elsewhere; null when it is none.</summary>
    public static ActivityContext? Parse(string? traceParent) =>
        traceParent is not null && ActivityContext.TryParse(traceParent, null, isRemote: true, out var trace) && trace.TraceFlags.HasFlag(ActivityTraceFlags.Recorded) ? trace : null;

    /// <summary>Returns to a trace.</summary>
    public readonly struct Detached : IDisposable
    {
        private readonly Activity? _outer;

        internal Detached(Activity? outer)
        {
            _outer = outer;
            if (outer is not null)
            {
                Activity.Current = null;
            }
        }

        /// <summary>Returns to it.</summary>
        public void Dispose()
        {
            if (_outer is { IsStopped: false })
            {
                Activity.Current = _outer;
            }
        }
    }
}
