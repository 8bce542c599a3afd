using ActiveActive.TestKit.Regions;

namespace ActiveActive.Cli.Doctor;

/// <summary>Connects as a client does, and asks the region how its links to other regions are.</summary>
internal sealed class LinkCheck(string region, string database, TimeSpan patience)
{
    private const string Connections = "connections";
    private const string Links = "links";

    public async Task<IEnumerable<Finding>> Look(CancellationToken cancellation)
    {
        try
        {
            await using var client = await RegionClient.Connect(region, database, options => options.ConnectTimeout = patience, cancellation: cancellation);
            var status = await client.Grains.GetGrain<IRegionsGrain>(0).Status().WaitAsync(patience, cancellation);
            return [Finding.Ok(Connections, "client", "A client connects, and a grain answers it"), .. Of(status)];
        }
        catch (Exception error) when (!cancellation.IsCancellationRequested && error is TimeoutException or OrleansException or ActiveActiveException)
        {
            return [new Finding(Connections, "client", FindingLevel.Error, $"No grain answers a client from here: {error.Message}", "See what is said of silos and their gateways; `aactl status` shows who serves")];
        }
    }

    /// <summary>What a region's view of its peers means.</summary>
    public static IEnumerable<Finding> Of(RegionsStatus status)
    {
        if (!status.IsWhole)
        {
            yield return new Finding(Links, status.Region, FindingLevel.Error, "The region is not whole: it rejoins after a restore, or takes a snapshot, and does not write replicated state", "Wait while its peers can be reached; the silos' logs tell how far it is (docs/replication.md)");
        }

        if (status.Aside > 0)
        {
            yield return new Finding(Links, status.Region, FindingLevel.Error, $"{status.Aside} changes of other regions are put aside", "`aactl dead-letters list` tells why");
        }

        foreach (var peer in status.Peers)
        {
            yield return peer switch
            {
                { Problem: { } problem } => new Finding(Links, peer.Name, FindingLevel.Error, $"It does not answer: {problem}", "Is the region running, are the addresses in Replication:Peers right, does the network pass the port, and do the certificates fit?"),
                { IsWhole: false } => new Finding(Links, peer.Name, FindingLevel.Warning, "It is not whole: it rejoins or takes a snapshot", "Wait; `aactl regions status` there tells more"),
                _ => Finding.Ok(Links, peer.Name, $"Answers; {peer.NotAppliedHere} of its batches are not applied here, {peer.NotAppliedThere} of ours are not applied there"),
            };
        }
    }
}
