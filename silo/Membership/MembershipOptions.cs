namespace ActiveActive.Silo;

/// <summary>
/// How soon a silo that has failed is found and replaced, and what keeps it from answering afterwards. Bound from the configuration section
/// <c>ActiveActive:Membership</c>; give all silos of a region the same. docs/failover.md tells what each costs.
/// </summary>
public sealed class MembershipOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = ActiveActiveOptions.Section + ":Membership";

    /// <summary>
    /// Whether a silo whose process has died is declared dead as soon as the operating system says so (its connections end, its ports refuse), within about 0.2 seconds.
    /// Default true. Off: after <see cref="ProbeTimeout"/> times <see cref="MissedProbes"/>, as a frozen one. Turn it off where a firewall answers with resets in the name of silos that live.
    /// </summary>
    public bool CrashDetection { get; set; } = true;

    /// <summary>
    /// Whether a silo stops answering when it is not confirmed to be a member (see <see cref="FenceAfter"/>). Default true. Off: a silo that was frozen or cut off
    /// may answer reads with values that others have overwritten, until it learns that it was replaced; writes stay exact.
    /// </summary>
    public bool SelfFencing { get; set; } = true;

    /// <summary>
    /// How long a confirmation by a majority of the members counts. Default 1 second, from 0.2 seconds to two thirds of <see cref="MissedProbes"/> times <see cref="MaxProbeTimeout"/>
    /// and to <see cref="MinProbeTimeout"/> times one less than <see cref="MissedProbes"/>, so that a silent silo stops before it is replaced. It is also the longest time that a silo which was declared dead by mistake goes on answering. Every silo pings every
    /// other five times in it. Smaller: more pings, and answers wait when the network or the processor stutters for that long.
    /// </summary>
    public TimeSpan FenceAfter { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long an answer waits for a confirmation before its caller is sent to ask again elsewhere. Default 2 seconds, from 0 to 1 minute.</summary>
    public TimeSpan FenceWait { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Orleans' probe timeout before it has measured round trips; afterwards half of it plus what it measures. It is the probes' period, too. Default 1 second, from 0.1 second.
    /// Smaller finds frozen and cut-off silos sooner, and costs probes and false alarms.
    /// </summary>
    public TimeSpan ProbeTimeout { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The least timeout that Orleans may choose, on a network that is fast and even. Default 0.5 seconds; at most <see cref="ProbeTimeout"/>.</summary>
    public TimeSpan MinProbeTimeout { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// The largest timeout that Orleans may choose, as when this silo itself is slow. Default 1 second; at least <see cref="ProbeTimeout"/>. A silo that was heard of on
    /// any open connection within <see cref="MissedProbes"/> times this is not declared dead by probes: it guards busy silos, and is the least time for a frozen one.
    /// </summary>
    public TimeSpan MaxProbeTimeout { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How many probes in a row must fail. Default 3, from 2 to 20. More forgives more, and takes longer.</summary>
    public int MissedProbes { get; set; } = 3;

    /// <summary>
    /// How often each silo reads the membership table although nobody told it of a change. Default 5 seconds, from 1 second. It bounds how long a silo that no news
    /// reaches goes by an old view. Costs one query per silo and period.
    /// </summary>
    public TimeSpan TableRefresh { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How often each silo writes into the table that it lives. Default 1 second, from 1 second. After a crash of all silos, new ones on other ports join when three times this has passed since.
    /// Costs one write per silo and period.
    /// </summary>
    public TimeSpan AlivePeriod { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How long a client's machine may leave what a gateway sends it unacknowledged before its connection ends, so that answers go by another gateway. Default 1.5 seconds, from 0.5 seconds
    /// to 1 minute; infinite (-00:00:00.001) leaves it to TCP, which tries for a quarter of an hour. On Linux only. Smaller: connections end that only lost some packets, and what was in
    /// flight on them goes a second time.
    /// </summary>
    public TimeSpan ClientAckTimeout { get; set; } = TimeSpan.FromSeconds(1.5);

    /// <summary>
    /// For the drill and its tests only: the fence is never closed, the bug that the checkers must find in a thawed silo's answers. Never set it where data matters.
    /// </summary>
    public bool PlantOpenFence { get; set; }
}
