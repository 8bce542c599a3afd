using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace ActiveActive.Tests.Unit.Client;

/// <summary>Inside a silo a grain gets the caller's own objects; what it does to them must not be seen by a retry.</summary>
public sealed class ArgumentCopyTests
{
    [Fact]
    public async Task A_retry_carries_the_arguments_as_they_were()
    {
        using var services = new ServiceCollection().AddSerializer().BuildServiceProvider();
        var grain = new FakeGrain(copier: services.GetRequiredService<DeepCopier>());
        var call = grain
            .Does(attempt =>
            {
                ((List<int>)attempt.Arguments[0]!).Clear();
                return Task.FromException<object?>(new TimeoutException());
            })
            .Answers(null).As<IFakeExactlyOnceGrain>().Echo<List<int>>([1, 2, 3]);
        await grain.Finish(call);

        Assert.Equal([1, 2, 3], (List<int>)grain.Attempts.Last().Arguments[0]!);
    }
}
