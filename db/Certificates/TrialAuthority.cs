using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ActiveActive.Database.Encryption;

namespace ActiveActive.Database.Certificates;

/// <summary>A private authority in a folder that issues the certificates of regions, for trials: <c>authority.crt</c>, <c>authority.key</c>, and for each region <c>region.crt</c>, <c>region.key</c>.</summary>
public static class TrialAuthority
{
    /// <summary>The file of the authority's certificate, which every region needs.</summary>
    public const string AuthorityFile = "authority.crt";

    private const string AuthorityKeyFile = "authority.key";
    private static readonly TimeSpan Earlier = TimeSpan.FromHours(1); // for clocks that are behind

    /// <summary>The file of a region's certificate.</summary>
    public static string CertificateFile(string region) => region + ".crt";

    /// <summary>The file of a region's key.</summary>
    public static string KeyFile(string region) => region + ".key";

    /// <summary>Issues the certificates of regions. Makes the authority, if the folder has none.</summary>
    /// <param name="folder">The folder; made when there is none.</param>
    /// <param name="regions">The names of the regions. What they have is replaced by something new; the authority stays.</param>
    /// <param name="valid">How long the certificates are good; the authority is for ten times as long.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="CertificateException">They could not be made.</exception>
    public static void Issue(string folder, IEnumerable<string> regions, TimeSpan valid, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(regions);
        ArgumentNullException.ThrowIfNull(time);
        var now = time.GetUtcNow();
        try
        {
            Directory.CreateDirectory(folder);
            using var authority = Authority(folder, now, valid * 10);
            foreach (var region in regions)
            {
                using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
                var request = new CertificateRequest($"CN={RegionCertificate.NameOf(region)}", key, HashAlgorithmName.SHA256);
                request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, 0, critical: true));
                request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
                request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(RegionCertificate.ServerUse), new Oid(RegionCertificate.ClientUse)], critical: false));
                var names = new SubjectAlternativeNameBuilder();
                names.AddDnsName(RegionCertificate.NameOf(region));
                request.CertificateExtensions.Add(names.Build());
                request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(authority, includeKeyIdentifier: true, includeIssuerAndSerial: false));
                var end = now + valid < authority.NotAfter ? now + valid : authority.NotAfter;
                using var issued = request.Create(authority, now - Earlier, end, RandomNumberGenerator.GetBytes(16));
                SafeReplacement.Write(Path.Combine(folder, KeyFile(region)), key.ExportPkcs8PrivateKeyPem() + "\n");
                SafeReplacement.Write(Path.Combine(folder, CertificateFile(region)), issued.ExportCertificatePem() + "\n");
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new CertificateException($"The certificates could not be made in '{folder}': {error.Message}", error);
        }
    }

    private static X509Certificate2 Authority(string folder, DateTimeOffset now, TimeSpan valid)
    {
        var (certificateFile, keyFile) = (Path.Combine(folder, AuthorityFile), Path.Combine(folder, AuthorityKeyFile));
        if (File.Exists(certificateFile))
        {
            return X509Certificate2.CreateFromPemFile(certificateFile, keyFile);
        }

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=ActiveActive trial authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: true, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        var made = request.CreateSelfSigned(now - Earlier, now + valid);
        SafeReplacement.Write(keyFile, key.ExportPkcs8PrivateKeyPem() + "\n");
        SafeReplacement.Write(certificateFile, made.ExportCertificatePem() + "\n");
        return made;
    }
}
