using System.Reflection;
using Orleans.Serialization.Invocation;

namespace ActiveActive.Tests.Unit.Client;

/// <summary>An outgoing call as the filter sees it, whose sending is the test's.</summary>
internal sealed class FakeCallContext(FakeGrain grain, FakeRequest request, Func<Task<object?>> send) : IOutgoingGrainCallContext
{
    public IInvokable Request => request;

    public object Grain => grain.Reference;

    public GrainId? SourceId => null;

    public GrainId TargetId => grain.Id;

    public GrainInterfaceType InterfaceType => GrainInterfaceType.Create(InterfaceName);

    public string InterfaceName => request.GetInterfaceName();

    public string MethodName => request.GetMethodName();

    public MethodInfo InterfaceMethod => request.GetMethod();

    public object? Result
    {
        get => Response?.Result;
        set => Response = Response.FromResult(value);
    }

    public Response? Response { get; set; }

    public IGrainContext? SourceContext => null;

    public async Task Invoke()
    {
        request.Dispose();
        Response = Response.FromResult(await send());
    }
}
