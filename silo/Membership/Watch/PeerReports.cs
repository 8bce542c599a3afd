using System.Threading.Channels;

namespace ActiveActive.Silo.Membership.Watch;

/// <summary>What other silos say about their peers, on its way to the crash detector. Bounded: a report that is lost comes again.</summary>
internal sealed class PeerReports
{
    private const int MaxWaiting = 1000;

    private readonly Channel<PeerReport> _reports = Channel.CreateBounded<PeerReport>(new BoundedChannelOptions(MaxWaiting) { FullMode = BoundedChannelFullMode.DropOldest });

    public ChannelReader<PeerReport> Reader => _reports.Reader;

    public void Add(SiloAddress observer, SiloAddress refused) => _reports.Writer.TryWrite(new PeerReport(observer, refused));
}
