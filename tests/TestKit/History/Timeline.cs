namespace ActiveActive.TestKit.History;

/// <summary>Collects what happens, from any thread.</summary>
internal sealed class Timeline(Action<TimedEvent>? onEvent = null)
{
    private readonly List<TimedEvent> _events = [];
    private readonly Lock _turn = new();

    /// <summary>What has happened so far, oldest first.</summary>
    public IReadOnlyList<TimedEvent> Events
    {
        get
        {
            lock (_turn)
            {
                return [.. _events.OrderBy(static happened => happened.Time)];
            }
        }
    }

    /// <summary>Notes that something happens now.</summary>
    public void Add(TimedEventKind kind, string text, string? fault = null, string? silo = null, string? region = null) =>
        Add(new TimedEvent(Clock.Now, kind, text, fault, silo, region));

    public void Add(TimedEvent happened)
    {
        lock (_turn)
        {
            _events.Add(happened);
        }

        onEvent?.Invoke(happened);
    }
}
