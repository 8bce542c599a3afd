using Orleans.Concurrency;

namespace ActiveActive.Tests.Unit.Client;

[ExactlyOnce]
public interface IFakeExactlyOnceGrain : IGrainWithStringKey
{
    Task<long> Add(long amount, CancellationToken cancellation = default);

    Task Touch();

    ValueTask<string> Name(string suffix);

    ValueTask Poke();

    Task<T> Echo<T>(T value);

    [ReadOnly]
    Task<long> Read();

    [OneWay]
    Task Fire();
}

public interface IFakeOrdinaryGrain : IGrainWithStringKey
{
    Task<long> Send(long amount);

    [ReadOnly]
    Task<long> Read();
}
