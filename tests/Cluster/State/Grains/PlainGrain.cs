namespace ActiveActive.Tests.Cluster.State.Grains;

public sealed class PlainGrain : Grain, IPlainGrain
{
    public Task Do() => Task.CompletedTask;
}
