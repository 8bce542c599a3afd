namespace ActiveActive.Client;

/// <summary>
/// Encryption between the silos of a region, and between its silos and clients: mutual TLS 1.2 or 1.3. Each side shows a certificate that names the region by its DNS name, <c>region.activeactive.internal</c>, issued by one of the
/// authorities, and takes no other. All silos and clients of a region have it or none.
/// </summary>
public sealed class TlsOptions
{
    /// <summary>The file of the certificate, PEM. Default none: connections are not encrypted.</summary>
    public string? Certificate { get; set; }

    /// <summary>The file of its private key, PEM, not encrypted, for nobody else to read.</summary>
    public string? CertificateKey { get; set; }

    /// <summary>The file of the authorities that are trusted, PEM; with those between them and the certificates, if there are any. More than one while they are changed.</summary>
    public string? Authority { get; set; }

    /// <summary>What is wrong with the options, for the reader of a log.</summary>
    internal IEnumerable<string> Errors()
    {
        if (Certificate is null && CertificateKey is null && Authority is null)
        {
            yield break;
        }

        foreach (var (name, file) in new[] { (nameof(Certificate), Certificate), (nameof(CertificateKey), CertificateKey), (nameof(Authority), Authority) })
        {
            if (string.IsNullOrWhiteSpace(file))
            {
                yield return $"Tls.{name} is not set. Certificate, CertificateKey and Authority belong together; set all of them or none.";
            }
        }
    }
}
