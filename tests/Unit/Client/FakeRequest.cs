using System.Reflection;
using Orleans.Serialization.Invocation;

namespace ActiveActive.Tests.Unit.Client;

/// <summary>A request as Orleans' generated code would make it. Its arguments vanish when it is sent, as those of a pooled one may.</summary>
internal sealed class FakeRequest(MethodInfo method, object?[] arguments, CancellationToken cancellation) : IInvokable
{
    private object?[]? _arguments = arguments;

    public TimeSpan? ResponseTimeout { get; init; }

    public object?[] Arguments => _arguments ?? throw new InvalidOperationException("The request was used after it was sent.");

    public object? GetTarget() => null;

    public void SetTarget(ITargetHolder holder) => throw new NotSupportedException();

    public ValueTask<Response> Invoke() => throw new NotSupportedException();

    public int GetArgumentCount() => Arguments.Length;

    public object? GetArgument(int index) => Arguments[index];

    public void SetArgument(int index, object value) => throw new NotSupportedException();

    public string GetMethodName() => method.Name;

    public string GetInterfaceName() => method.DeclaringType!.Name;

    public string GetActivityName() => method.Name;

    public MethodInfo GetMethod() => method;

    public Type GetInterfaceType() => method.DeclaringType!;

    public TimeSpan? GetDefaultResponseTimeout() => ResponseTimeout;

    public CancellationToken GetCancellationToken() => cancellation;

    public void Dispose() => _arguments = null;
}
