using System.Reflection;

namespace ActiveActive.Client.Calls;

/// <summary>
/// Tells the filter that the call which now comes through it is a retry, made by this very filter one level up, with its stamp ready. Flows with
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

    public bool Fits(IOutgoingGrainCallContext context) => context.TargetId == Target && context.InterfaceMethod == Method;
}
