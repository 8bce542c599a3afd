namespace ActiveActive.Silo;

/// <summary>The other regions, and how this one and they reach each other. Without <see cref="Peers"/> there is one region, and replicated state is kept in it alone.</summary>
public sealed class ReplicationOptions
{
    /// <summary>The other regions, by name, each with the addresses of its silos' replication endpoints, such as <c>https://10.1.0.4:7000</c>; <c>http</c> without certificates. The same set of regions has to be given in every region.</summary>
    public IDictionary<string, IList<string>> Peers { get; } = new Dictionary<string, IList<string>>(StringComparer.Ordinal);

    /// <summary>The address that this silo listens at for other regions. Default 127.0.0.1.</summary>
    public string ListenAddress { get; set; } = "127.0.0.1";

    /// <summary>The port that this silo listens at for other regions. Default 0: it does not; another silo of the region has to.</summary>
    public int Port { get; set; }

    /// <summary>The file of this region's certificate, PEM; see <see cref="ActiveActive.Database.Certificates.RegionCertificate"/>. With it, all links are mutual TLS and take no region whose certificate does not name it. Default none: links are not encrypted, for trials or inside a network that encrypts. A file that is replaced is read at the next connection.</summary>
    public string? Certificate { get; set; }

    /// <summary>The file of the certificate's private key, PEM.</summary>
    public string? CertificateKey { get; set; }

    /// <summary>The file of the authorities that issue the certificates of regions, PEM.</summary>
    public string? Authority { get; set; }

    /// <summary>Whether what other regions fetch here is compressed (gzip). Default false. It takes processor time of this region and of theirs, and is worth it where the way between them is narrow or paid for by the byte.</summary>
    public bool Compress { get; set; }

    /// <summary>How far ahead of this region's clock a change's stamp may be. Default 5 seconds, from 100 milliseconds to 1 hour. What lies further ahead is put aside when it arrives, and nothing is written on top of it.</summary>
    public TimeSpan MaxClockDrift { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How often a region tells the others what it has applied, if there is news. Default 1 second, from 50 milliseconds to 1 minute. The longer, the later counters are folded and the log is trimmed.</summary>
    public TimeSpan MarkPeriod { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How often a region writes into its streams although there is nothing to tell, so that the others know how far behind it they are, also when nobody writes. Default 1 second, from 100 milliseconds to 1 minute; 0 turns it off.
    /// Each time costs one row of a few hundred bytes in the log for each residency class and shard, which is kept as long as the log is (<see cref="KeepLogFor"/>). The longer, the later a cut link is seen in the watermark's age.
    /// </summary>
    public TimeSpan Heartbeat { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Which regions may hold what is of a jurisdiction: the grains whose keys begin with its name and a colon, as <c>de:patient-7</c>. The same in every region. The name of each region is a jurisdiction of that region alone, without being given. See <see cref="ResidencyPolicy"/>.</summary>
    public IDictionary<string, IList<string>> Residency { get; } = new Dictionary<string, IList<string>>(StringComparer.Ordinal);

    /// <summary>For tests only: silos take everything for what every region may hold. Never set it where data matters.</summary>
    public bool PlantNoResidency { get; set; }

    /// <summary>How long the log is kept at least, also when every region has it: a region whose database is restored from a backup fetches from it what it has lost. Default 3 days, from 0 to 366 days; longer than the age of the oldest backup that may be restored.</summary>
    public TimeSpan KeepLogFor { get; set; } = TimeSpan.FromDays(3);

    /// <summary>How long a change that is to be acknowledged by a majority waits for it. Default 10 seconds, from 100 milliseconds to 10 minutes. Then it is answered by <see cref="NotInMajorityException"/>: it is committed here, and may reach the majority later.</summary>
    public TimeSpan MajorityTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a request over HTTP waits for this region to apply what its session has met elsewhere. Default 2 seconds, from 0 to 1 minute.</summary>
    public TimeSpan SessionWait { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// How many conflicts are kept for each type of grain: values that were discarded, or are shown beside each other. Default 10,000, from 0 to 10,000,000; of more, the oldest go (now and then: up to a hundredth more may be there).
    /// With 0 they are counted and not kept.
    /// </summary>
    public int KeepConflicts { get; set; } = 10_000;

    /// <summary>The same for single types of grains, by their names (<c>[GrainType]</c>), in the place of <see cref="KeepConflicts"/>.</summary>
    public IDictionary<string, int> KeepConflictsOf { get; } = new Dictionary<string, int>(StringComparer.Ordinal);

    /// <summary>For the drill and its tests only: of some changes that come from other regions the content is lost. Never set it where data matters.</summary>
    public bool PlantLostMerges { get; set; }

    /// <summary>How many rows a second are read for another region's comparison or snapshot, and for this region's own. Default 20,000, from 100 to 10,000,000. The more, the sooner it is done and the more it takes from the database meanwhile.</summary>
    public int ScanRate { get; set; } = 20_000;

    /// <summary>How long a comparison waits until both regions have applied what either has stored. Default 30 seconds, from 1 second to 1 hour.</summary>
    public TimeSpan CompareWithin { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether there are other regions.</summary>
    internal bool IsEnabled => Peers.Count > 0;
}
