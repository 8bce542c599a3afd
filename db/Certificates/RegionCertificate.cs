using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ActiveActive.Database.Encryption;

namespace ActiveActive.Database.Certificates;

/// <summary>A region's certificate for the links between regions, with its key and the authorities that it trusts, read from PEM files.</summary>
/// <remarks>A certificate names its region by the DNS name <c>region.activeactive.internal</c> (<see cref="NameOf"/>), and is for servers and clients both, since every silo is both. Any private authority can issue it.</remarks>
public sealed class RegionCertificate : IDisposable
{
    private const string Domain = ".activeactive.internal";
    internal const string ServerUse = "1.3.6.1.5.5.7.3.1";
    internal const string ClientUse = "1.3.6.1.5.5.7.3.2";

    private RegionCertificate(X509Certificate2 certificate, X509Certificate2Collection issuers, X509Certificate2Collection authorities) => (Certificate, Issuers, Authorities) = (certificate, issuers, authorities);

    /// <summary>The certificate with its key.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>The certificates between it and an authority; none where the authority signed it itself.</summary>
    public X509Certificate2Collection Issuers { get; }

    /// <summary>Whom this region trusts to tell who is which region.</summary>
    public X509Certificate2Collection Authorities { get; }

    /// <summary>The DNS name that a region's certificate bears.</summary>
    public static string NameOf(string region) => region + Domain;

    /// <summary>Reads the files.</summary>
    /// <param name="certificate">The certificate, followed by those of its issuers if there are any between it and an authority.</param>
    /// <param name="key">Its private key, not encrypted, for nobody else to read.</param>
    /// <param name="authority">The authorities; more than one while they are changed.</param>
    /// <exception cref="CertificateException">They cannot be used.</exception>
    public static RegionCertificate Read(string certificate, string key, string authority)
    {
        try
        {
            if (SecretFile.OpenToOthers(key) is { } mode)
            {
                throw new CertificateException($"The key file '{key}' is open to others (mode {mode}). Whoever reads it can pass for this region: `chmod 600 {key}`, or 640 for a group of its own.");
            }

            // Where keys in memory cannot be used for TLS (Windows) they can after a round trip.
            using var read = X509Certificate2.CreateFromPemFile(certificate, key);
            var own = X509CertificateLoader.LoadPkcs12(read.Export(X509ContentType.Pkcs12), null);
            var issuers = Collection(certificate);
            issuers.RemoveAt(0);
            return new RegionCertificate(own, issuers, Collection(authority));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new CertificateException($"The certificate of this region cannot be read ('{certificate}' with the key '{key}' and the authority '{authority}', all PEM): {error.Message} For trials `aactl certs new REGION...` makes them.", error);
        }
    }

    /// <summary>Why a certificate is not that of a region; null when it is.</summary>
    /// <param name="certificate">What the other side has shown; null for nothing.</param>
    /// <param name="sent">The certificates that it sent along.</param>
    /// <param name="region">The region that it must name; null for any.</param>
    /// <param name="now">The time.</param>
    public string? Refuse(X509Certificate2? certificate, IEnumerable<X509Certificate2> sent, string? region, DateTimeOffset now)
    {
        if (certificate is null)
        {
            return "it has shown no certificate";
        }

        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(Authorities);
        chain.ChainPolicy.ExtraStore.AddRange(sent.ToArray());
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck; // a region is taken out by taking it out of the configuration
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.VerificationTime = now.LocalDateTime;
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(ServerUse));
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(ClientUse));
        return !chain.Build(certificate) ? $"its certificate ({certificate.Subject}) is not good: {string.Join(" ", chain.ChainStatus.Select(static status => status.StatusInformation.Trim()))}"
            : region is not null && !Names(certificate, region) ? $"its certificate ({certificate.Subject}) is not that of region {region}, which bears the DNS name {NameOf(region)}"
            : null;
    }

    /// <summary>Whether a certificate is that of a region, provided that it is good.</summary>
    public static bool Names(X509Certificate2 certificate, string region)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        return certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().SelectMany(static names => names.EnumerateDnsNames()).Contains(NameOf(region), StringComparer.Ordinal);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Certificate.Dispose();
        foreach (var other in Issuers.Concat(Authorities))
        {
            other.Dispose();
        }
    }

    private static X509Certificate2Collection Collection(string path)
    {
        var all = new X509Certificate2Collection();
        all.ImportFromPemFile(path);
        return all.Count > 0 ? all : throw new CryptographicException($"'{path}' has no certificate.");
    }
}
