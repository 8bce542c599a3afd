namespace ActiveActive.Tests.Support;

/// <summary>Calls with a chosen request id and attempt, as the client library would make them.</summary>
public static class Stamped
{
    public static RequestId NewId() => RequestId.New(DateTimeOffset.UtcNow);

    public static async Task<T> Call<T>(RequestId id, int attempt, Func<Task<T>> call, CallKind kind = CallKind.Ordinary)
    {
        RequestContext.Set(CallStamp.Key, new CallStamp(id, attempt, kind));
        return await call();
    }

    public static async Task Call(RequestId id, int attempt, Func<Task> call, CallKind kind = CallKind.Ordinary)
    {
        RequestContext.Set(CallStamp.Key, new CallStamp(id, attempt, kind));
        await call();
    }
}
