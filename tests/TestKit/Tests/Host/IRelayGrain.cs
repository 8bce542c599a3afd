namespace RelayHost;

/// <summary>Tells where it is, and asks others where they are. Its calls are ordinary ones: made once, never repeated.</summary>
public interface IRelayGrain : IGrainWithStringKey
{
    Task<SiloAddress> Where();

    Task<SiloAddress> WhereIs(string other);
}
