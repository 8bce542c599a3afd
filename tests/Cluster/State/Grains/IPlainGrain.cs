namespace ActiveActive.Tests.Cluster.State.Grains;

/// <summary>Not marked exactly-once.</summary>
[Alias("test.IPlainGrain")]
public interface IPlainGrain : IGrainWithStringKey
{
    [Alias("Do")] Task Do();
}
