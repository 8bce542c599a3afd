namespace ActiveActive.Tests.Cluster.State.Grains;

[ExactlyOnce, Alias("test.IBagGrain")]
public interface IBagGrain : IGrainWithStringKey
{
    [Alias("Put")] Task<int> Put(string item);

    [Alias("PutAndEcho")] Task<string> PutAndEcho(string item);

    [Alias("PutAndThrow")] Task PutAndThrow(string item);

    [Alias("Items")] Task<string[]> Items();

    [Alias("Label")] Task<string> Label();
}
