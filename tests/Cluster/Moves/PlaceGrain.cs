namespace ActiveActive.Tests.Cluster.Moves;

[GrainType("place")]
public sealed class PlaceGrain(IGrainContext context) : Grain, IPlaceGrain
{
    public async Task<string> Where()
    {
        await Task.Delay(5);
        return context.ActivationId.ToString();
    }

    public Task<string> AskOther(string key) => GrainFactory.GetGrain<IPlaceGrain>(key).Where();
}
