using System.Reflection;

namespace ActiveActive.Client.Calls;

/// <summary>
/// Tells <see cref="RetryingCaller"/> that the call which now comes to it is a retry, made by itself one level up, with its stamp ready. Flows with
/// the retry's own async flow only and is taken by the first pass that it fits.
/// </summary>
internal sealed record RetryPass(GrainId Target, MethodInfo Method, CallStamp? Stamp)
{
    private static readonly AsyncLocal<RetryPass?> Ambient = new();

    public static RetryPass? Current
    {
        get => Ambient.Value;
        set => Ambient.Value = value;
    }

    public bool Fits(GrainId target, GrainMethod method) => target == Target && method.Info == Method;
}
