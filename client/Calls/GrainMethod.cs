using System.Collections.Concurrent;
using System.Reflection;
using Orleans.Concurrency;
using Orleans.Serialization;
using Orleans.Serialization.Invocation;

namespace ActiveActive.Client.Calls;

/// <summary>What the caller needs to know of a grain interface's method, worked out once: what it allows, and how to call it again.</summary>
internal sealed class GrainMethod
{
    private static readonly ConcurrentDictionary<MethodInfo, GrainMethod> Known = new();

    private readonly MethodInvoker _invoker;
    private readonly TaskReader _reader;
    private readonly bool[] _isCancellation;

    private GrainMethod(MethodInfo method)
    {
        Info = method;
        Kind = KindOf(method);
        Name = $"{method.DeclaringType!.Name}.{method.Name}";
        IsOrleansOwn = method.DeclaringType.Assembly.GetName().Name is { } assembly
            && (assembly == "Orleans" || assembly.StartsWith("Orleans.", StringComparison.Ordinal));
        _invoker = MethodInvoker.Create(method);
        _reader = TaskReader.For(method.ReturnType);
        _isCancellation = [.. method.GetParameters().Select(static parameter => parameter.ParameterType == typeof(CancellationToken))];
    }

    public MethodInfo Info { get; }

    public MethodKind Kind { get; }

    /// <summary>Interface and method, for people.</summary>
    public string Name { get; }

    /// <summary>Whether the interface is part of Orleans, such as its management grain.</summary>
    public bool IsOrleansOwn { get; }

    /// <summary>Whether the method answers nothing but that it is done.</summary>
    public bool HasNoResult => _reader.HasNoResult;

    public bool MayBeRepeated => Kind is MethodKind.ReadOnly or MethodKind.ExactlyOnce;

    public static GrainMethod Of(MethodInfo method) => Known.GetOrAdd(method, static key => new GrainMethod(key));

    /// <summary>
    /// Copies the arguments out of a request, which is pooled and must not be touched once it was sent. A copier copies them deeply: inside a silo the grain gets the very objects
    /// of the request, and what it does to them must not be seen by a retry.
    /// </summary>
    public object?[] ArgumentsOf(IInvokable request, DeepCopier? copier)
    {
        if (_isCancellation.Length == 0)
        {
            return [];
        }

        var arguments = new object?[_isCancellation.Length];
        var hasTokens = request.GetArgumentCount() == arguments.Length;
        var next = 0;
        for (var i = 0; i < arguments.Length; i++)
        {
            if (_isCancellation[i])
            {
                arguments[i] = request.GetCancellationToken();
                next += hasTokens ? 1 : 0;
            }
            else
            {
                var argument = request.GetArgument(next++);
                arguments[i] = copier is null ? argument : copier.Copy(argument);
            }
        }

        return arguments;
    }

    /// <summary>Makes a new call on a grain reference; the task carries its result.</summary>
    public Task<object?> Call(object grain, object?[] arguments) => _reader.Read(_invoker.Invoke(grain, arguments.AsSpan())!);

    private static MethodKind KindOf(MethodInfo method)
    {
        if (method.ReturnType == typeof(void) || method.GetCustomAttribute<OneWayAttribute>() is not null)
        {
            return MethodKind.OneWay;
        }

        if (method.GetCustomAttribute<ReadOnlyAttribute>() is not null)
        {
            return MethodKind.ReadOnly;
        }

        return ExactlyOnceAttribute.Covers(method) ? MethodKind.ExactlyOnce : MethodKind.Ordinary;
    }
}
