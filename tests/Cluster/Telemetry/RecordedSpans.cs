using System.Collections.Concurrent;
using System.Diagnostics;

namespace ActiveActive.Tests.Cluster.Telemetry;

/// <summary>Keeps the activities of one trace, of which the sampler of its first activity decides.</summary>
internal sealed class RecordedSpans : IDisposable
{
    private static readonly ActivitySource Source = new("ActiveActive.Tests");
    private readonly ConcurrentQueue<Activity> _ended = new();
    private readonly ActivityListener _listener;

    public RecordedSpans(bool isSampled)
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name is "ActiveActive" or "ActiveActive.Tests" or "Microsoft.AspNetCore",
            Sample = (ref ActivityCreationOptions<ActivityContext> options) =>
                options.Parent.TraceFlags.HasFlag(ActivityTraceFlags.Recorded) || (options.Source == Source && isSampled) ? ActivitySamplingResult.AllDataAndRecorded
                : options.Source.Name == "ActiveActive" ? ActivitySamplingResult.None : ActivitySamplingResult.PropagationData,
            ActivityStopped = activity =>
            {
                if (activity.TraceId == Root?.TraceId)
                {
                    _ended.Enqueue(activity);
                }
            },
        };
        ActivitySource.AddActivityListener(_listener);
        Root = Source.StartActivity("test");
    }

    /// <summary>What the test does is part of it.</summary>
    public Activity? Root { get; }

    public IReadOnlyList<Activity> All => [.. _ended];

    public Activity? Find(string name) => All.FirstOrDefault(activity => activity.OperationName == name);

    public void Dispose()
    {
        Root?.Dispose();
        _listener.Dispose();
    }
}
