namespace ActiveActive;

/// <summary>Asks for another acknowledgement than the state's own, for the calls inside a scope.</summary>
public static class Acknowledgement
{
    private const string Key = "aa-majority";

    /// <summary>Whether the running call was asked to be acknowledged by a majority.</summary>
    public static bool IsMajority => RequestContext.Get(Key) is true;

    /// <summary>Until it is disposed, changes of replicated state by calls from the running code are acknowledged when a majority of regions has stored them: see <see cref="Acknowledge.Majority"/>.</summary>
    public static IDisposable Majority()
    {
        var scope = new Scope(RequestContext.Get(Key));
        RequestContext.Set(Key, true);
        return scope;
    }

    private sealed class Scope(object? before) : IDisposable
    {
        public void Dispose()
        {
            if (before is null)
            {
                RequestContext.Remove(Key);
            }
            else
            {
                RequestContext.Set(Key, before);
            }
        }
    }
}
