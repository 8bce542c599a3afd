namespace ActiveActive.Tests.Cluster.Moves;

/// <summary>A grain in memory only, not marked exactly-once: nobody may call it twice for one call, so nothing hides a call that fails.</summary>
[Alias("test.IPlaceGrain")]
public interface IPlaceGrain : IGrainWithStringKey
{
    /// <summary>Takes some milliseconds, so that calls queue up. Returns the activation's id.</summary>
    [Alias("Where")] Task<string> Where();

    /// <summary>The same, asked by this grain of another.</summary>
    [Alias("AskOther")] Task<string> AskOther(string key);
}
