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

    /// <summary>How far ahead of this region's clock a change's stamp may be. Default 5 seconds, from 100 milliseconds to 1 hour. What lies further ahead is put aside when it arrives, and nothing is written on top of it.</summary>
    public TimeSpan MaxClockDrift { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How often a region tells the others what it has applied, if there is news. Default 1 second, from 50 milliseconds to 1 minute. The longer, the later counters are folded and the log is trimmed.</summary>
    public TimeSpan MarkPeriod { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long the log is kept at least, also when every region has it: a region whose database is restored from a backup fetches from it what it has lost. Default 3 days, from 0 to 366 days; longer than the age of the oldest backup that may be restored.</summary>
    public TimeSpan KeepLogFor { get; set; } = TimeSpan.FromDays(3);

    /// <summary>For the drill and its tests only: of some changes that come from other regions the content is lost. Never set it where data matters.</summary>
    public bool PlantLostMerges { get; set; }

    /// <summary>Whether there are other regions.</summary>
    internal bool IsEnabled => Peers.Count > 0;
}
