namespace ActiveActive.Silo.Membership.Crashes;

/// <summary>
/// Decides which peers have crashed. Pure: it is told what happened and when, and answers what to do; sockets, clock and database are elsewhere (<see
/// cref="CrashWatch"/>). Not for concurrent use.
/// </summary>
/// <remarks>
/// <para>Model: the operating system knows at once that a process is gone, and tells: it ends the process' connections and refuses new ones. Silence tells
/// nothing; it is left to Orleans' probes.</para>
/// <para>Normal path. 1. Every silo keeps a watch connection to every other member (<see cref="PeerPhase.Watched"/>). 2. It ends: the peer is doubted and checked again and
/// again, <see cref="Pause"/> apart. 3. <see cref="EnoughRefusals"/> times in a row both its ports refuse, or another process welcomes us at its address: that is
/// evidence (<see cref="PeerPhase.Gone"/>), and all other members are told. 4. When another member says the same, or when every other member is gone too, so that
/// nobody is left to ask, the peer is declared dead in the membership table. Silos take their turns in this, <see cref="Turn"/> apart, so that they do
/// not contend for the table's version. 5. Until the table shows it, the evidence is verified and told, and the declaration repeated, at least
/// every <see cref="LongestVerification"/>: that outlasts a database that is down.</para>
/// <para>What does not lead to a death: a watcher that was paused or slow (it finds its connections ended by others, dials, and is welcomed); an accept loop that is dead
/// (the port stays open); one port of two; a peer behind address translation (never more than <see cref="PeerPhase.Unproven"/>); a peer that says goodbye gets
/// <see cref="GoodbyePatience"/> to leave by itself.</para>
/// <para>Not guaranteed: a firewall that answers with resets in a silo's name looks like its crash to all whom it refuses. Two observers, or all of one observer's peers,
/// must be refused for such a mistake. The silo that it hits is fenced (<see cref="Fencing.SelfFence"/>) and restarts; nothing is lost.</para>
/// </remarks>
internal sealed class CrashDetector(SiloAddress self)
{
    /// <summary>So many refusals in a row are evidence: one might meet a port that is just being opened again.</summary>
    public const int EnoughRefusals = 3;

    /// <summary>Checks in quick succession after a connection has ended; after these without evidence, they get rarer.</summary>
    public const int QuickChecks = 8;

    private const int MostTurns = 4;

    /// <summary>A connection that ended sooner is not dialed again at once, lest the two go round in circles.</summary>
    private static readonly TimeSpan ShortLife = TimeSpan.FromSeconds(1);

    /// <summary>Between quick checks.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>How long a silo leaves the first word to the one before it, in order of address.</summary>
    public static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(60);

    /// <summary>Between a goodbye's end of connection and the first check.</summary>
    public static readonly TimeSpan GoodbyePatience = TimeSpan.FromSeconds(1);

    /// <summary>The longest time between two looks at the evidence.</summary>
    public static readonly TimeSpan LongestVerification = TimeSpan.FromMilliseconds(500);

    /// <summary>Between checks of a peer that quick ones have shown nothing about; doubled each time, up to <see cref="LongestPause"/>.</summary>
    public static readonly TimeSpan RarePause = TimeSpan.FromMilliseconds(100);

    /// <summary>The longest time between two dials of a peer that does not answer.</summary>
    public static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    /// <summary>How long another silo's word counts; longer than <see cref="LongestVerification"/>, so that it is renewed in time.</summary>
    public static readonly TimeSpan ReportLife = TimeSpan.FromSeconds(2);

    private readonly Dictionary<SiloAddress, Peer> _peers = [];
    private readonly List<Deed> _deeds = [];
    private bool _leaving;

    /// <summary>When <see cref="Tick"/> must be called; null when nothing is due.</summary>
    public TimeSpan? NextDue => _peers.Values.Min(static peer => peer.NextCheck);

    /// <summary>The members have changed.</summary>
    /// <param name="now">The monotonic time.</param>
    /// <param name="peers">All that serve or are leaving, without this silo; not those that are joining or dead.</param>
    public IReadOnlyList<Deed> SetMembers(TimeSpan now, IReadOnlyCollection<SiloAddress> peers)
    {
        foreach (var gone in _peers.Keys.Except(peers).ToArray())
        {
            _peers.Remove(gone);
            _deeds.Add(new Deed(DeedKind.Forget, gone));
        }

        foreach (var address in peers)
        {
            if (!_peers.ContainsKey(address))
            {
                var peer = _peers[address] = new Peer(address);
                Check(peer);
            }
        }

        // Fewer members may be left to be asked.
        foreach (var peer in _peers.Values)
        {
            EvictIfAgreed(now, peer);
        }

        return Done();
    }

    /// <summary>A check has ended.</summary>
    public IReadOnlyList<Deed> Checked(TimeSpan now, SiloAddress address, CheckResult result)
    {
        if (!_peers.TryGetValue(address, out var peer))
        {
            return Done();
        }

        peer.IsChecking = false;
        peer.Checks++;
        peer.Refusals = result == CheckResult.Refused ? peer.Refusals + 1 : 0;
        switch (result)
        {
            case CheckResult.Welcomed:
            case CheckResult.Translated:
                Calm(peer);
                peer.Phase = result == CheckResult.Welcomed ? PeerPhase.Watched : PeerPhase.Unproven;
                peer.ConnectedAt = now;
                break;
            case CheckResult.Replaced:
            case CheckResult.Refused when peer.Phase == PeerPhase.Gone || (peer.Phase == PeerPhase.Doubted && peer.Refusals >= EnoughRefusals):
                Evidence(now, peer);
                break;
            default:
                peer.Phase = peer.Phase == PeerPhase.Unproven ? PeerPhase.Unproven : PeerPhase.Doubted;
                peer.NextCheck = now + PauseOf(peer);
                break;
        }

        return Done();
    }

    /// <summary>The connection to a peer has ended.</summary>
    /// <param name="now">The monotonic time.</param>
    /// <param name="address">The peer.</param>
    /// <param name="afterGoodbye">Whether it had said that it would leave.</param>
    public IReadOnlyList<Deed> Closed(TimeSpan now, SiloAddress address, bool afterGoodbye)
    {
        if (_peers.TryGetValue(address, out var peer))
        {
            Calm(peer);
            peer.Phase = peer.Phase == PeerPhase.Unproven ? PeerPhase.Unproven : PeerPhase.Doubted;
            peer.NextCheck = now + (afterGoodbye ? GoodbyePatience : now - peer.ConnectedAt < ShortLife ? RarePause : TimeSpan.Zero);
            CheckIfDue(now, peer);
        }

        return Done();
    }

    /// <summary>Another silo says that a peer refuses it.</summary>
    public IReadOnlyList<Deed> Reported(TimeSpan now, SiloAddress observer, SiloAddress address)
    {
        if (_peers.ContainsKey(observer) && !observer.Equals(address) && _peers.TryGetValue(address, out var peer))
        {
            peer.Reports[observer] = now;
            EvictIfAgreed(now, peer);
            if (peer.Phase == PeerPhase.Doubted || (peer.Phase == PeerPhase.Gone && !IsFresh(now, peer)))
            {
                Check(peer); // see for oneself
            }
        }

        return Done();
    }

    /// <summary>Time has passed.</summary>
    public IReadOnlyList<Deed> Tick(TimeSpan now)
    {
        foreach (var peer in _peers.Values)
        {
            CheckIfDue(now, peer);
        }

        return Done();
    }

    /// <summary>This silo leaves in order: it accuses nobody any more.</summary>
    public void Leave() => _leaving = true;

    private static void Calm(Peer peer) => (peer.Checks, peer.Refusals, peer.Verifications) = (0, 0, 0);

    private static TimeSpan Longer(TimeSpan first, int times, TimeSpan longest)
    {
        var grown = first * Math.Pow(2, Math.Clamp(times, 0, 16));
        return grown < longest ? grown : longest;
    }

    private static bool IsFresh(TimeSpan now, Peer peer) => now - peer.EvidenceAt < Turn;

    private static TimeSpan PauseOf(Peer peer) =>
        peer.Phase == PeerPhase.Doubted && peer.Checks < QuickChecks ? Pause : Longer(RarePause, peer.Checks - QuickChecks, LongestPause);

    private void CheckIfDue(TimeSpan now, Peer peer)
    {
        if (peer.NextCheck <= now)
        {
            Check(peer);
        }
    }

    private void Check(Peer peer)
    {
        peer.NextCheck = null;
        if (!peer.IsChecking)
        {
            peer.IsChecking = true;
            _deeds.Add(new Deed(DeedKind.Check, peer.Address));
        }
    }

    private void Evidence(TimeSpan now, Peer peer)
    {
        if (peer.Phase != PeerPhase.Gone)
        {
            peer.Phase = PeerPhase.Gone;
            peer.GoneSince = now;
            peer.Verifications = 0;
        }

        peer.EvidenceAt = now;
        peer.IsEvictionAsked = false;
        peer.NextCheck = now + Longer(Turn, peer.Verifications++, LongestVerification);
        if (_leaving)
        {
            return;
        }

        _deeds.Add(new Deed(DeedKind.Tell, peer.Address));

        // The loss of this one may have left another without anybody to ask.
        foreach (var other in _peers.Values)
        {
            EvictIfAgreed(now, other);
        }
    }

    private void EvictIfAgreed(TimeSpan now, Peer peer)
    {
        if (peer is { Phase: PeerPhase.Gone, IsEvictionAsked: false } && IsFresh(now, peer) && !_leaving && now - peer.GoneSince >= MyTurn() && IsAgreed(now, peer))
        {
            peer.IsEvictionAsked = true;
            _deeds.Add(new Deed(DeedKind.Evict, peer.Address));
        }
    }

    private bool IsAgreed(TimeSpan now, Peer peer) =>
        peer.Reports.Any(report => now - report.Value <= ReportLife && _peers.TryGetValue(report.Key, out var observer) && observer.Phase != PeerPhase.Gone)
        || _peers.Values.All(static other => other.Phase == PeerPhase.Gone);

    private TimeSpan MyTurn() =>
        Turn * Math.Min(MostTurns, _peers.Values.Count(peer => peer.Phase != PeerPhase.Gone && peer.Address.CompareTo(self) < 0));

    private Deed[] Done()
    {
        Deed[] deeds = [.. _deeds.Distinct()];
        _deeds.Clear();
        return deeds;
    }
}
