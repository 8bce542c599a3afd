namespace ActiveActive.Client;

/// <summary>The calls of one caller: each reads at least what those before have written and read, also where they were made in another region.</summary>
public sealed class RegionSession
{
    private readonly RegionsClient _client;
    private readonly Lock _lock = new();
    private SessionToken _tokenNeedsLock;

    internal RegionSession(RegionsClient client, SessionToken token) => (_client, _tokenNeedsLock) = (client, token);

    /// <summary>What the caller has met so far; to go on with it elsewhere, also in another process or over HTTP (header <c>AA-Session</c>).</summary>
    public SessionToken Token
    {
        get
        {
            lock (_lock)
            {
                return _tokenNeedsLock;
            }
        }
    }

    /// <summary>Makes a call, as <see cref="RegionsClient.Call{T}"/>. It costs one more round trip, to learn what the answer has shown.</summary>
    /// <exception cref="RegionBehindException">No region that answers has applied what the session has met. Nothing was done.</exception>
    public async Task<T> Call<T>(Func<IGrainFactory, Task<T>> call)
    {
        ArgumentNullException.ThrowIfNull(call);
        var before = Token;
        var (result, token) = await _client.Make(call, before, keepsSession: true);
        lock (_lock)
        {
            _tokenNeedsLock = ReferenceEquals(_tokenNeedsLock, before) ? token : _tokenNeedsLock.With(token); // calls beside each other may be in different regions
        }

        return result;
    }
}
