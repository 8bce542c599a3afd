using System.Collections.Concurrent;
using System.Reflection;

namespace ActiveActive;

/// <summary>
/// States that a call of any method of this grain interface may be made again with the same request id without applying anything twice. The
/// client retries such calls after any failure whose outcome is unknown, and only such calls may be sent with a state change
/// (<c>Change.Send</c>).
/// </summary>
/// <remarks>
/// True when the grain's methods change nothing but <c>IDurableState</c> (or state of another exactly-once kind) and call nothing but exactly-once
/// interfaces. The framework cannot check that: an e-mail sent from such a method is sent by each attempt.
/// </remarks>
[AttributeUsage(AttributeTargets.Interface)]
public sealed class ExactlyOnceAttribute : Attribute
{
    private static readonly ConcurrentDictionary<Type, bool> Known = new();

    /// <summary>Whether the method belongs to an interface that carries this attribute.</summary>
    public static bool Covers(MethodInfo? method) =>
        method?.DeclaringType is { } type && Known.GetOrAdd(type, static t => t.GetCustomAttribute<ExactlyOnceAttribute>() is not null);
}
