using ActiveActive.Database.Encryption;

namespace ActiveActive.Database.Certificates;

/// <summary>A region's certificate in its files, which are looked at each time: a certificate is replaced by replacing its files. One that cannot be read is reported, and the one before stays in use.</summary>
public sealed class CertificateFiles : IDisposable
{
    private readonly (string Certificate, string Key, string Authority) _files;
    private readonly Action<RegionCertificate> _read;
    private readonly Action<CertificateException> _unreadable;
    private readonly Lock _lock = new();
    private readonly List<RegionCertificate> _allNeedsLock = []; // connections may still use the earlier ones
    private ((DateTime, long), (DateTime, long), (DateTime, long)) _seenNeedsLock;

    /// <summary>Reads the files.</summary>
    /// <param name="certificate">As <see cref="RegionCertificate.Read"/> takes it.</param>
    /// <param name="key">Its key.</param>
    /// <param name="authority">The authorities.</param>
    /// <param name="read">Told of each certificate that was read, the first one included.</param>
    /// <param name="unreadable">Told when new files cannot be used.</param>
    /// <exception cref="CertificateException">The files cannot be used.</exception>
    public CertificateFiles(string certificate, string key, string authority, Action<RegionCertificate> read, Action<CertificateException> unreadable)
    {
        ((_files.Certificate, _files.Key, _files.Authority), _read, _unreadable) = ((certificate, key, authority), read, unreadable);
        _seenNeedsLock = Look();
        Read();
    }

    /// <summary>The certificate as the files have it now.</summary>
    public RegionCertificate Current()
    {
        lock (_lock)
        {
            if (Look() is var seen && seen != _seenNeedsLock)
            {
                try
                {
                    Read();
                    _seenNeedsLock = seen;
                }
                catch (CertificateException error)
                {
                    _unreadable(error);
                }
            }

            return _allNeedsLock[^1];
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _allNeedsLock.ForEach(static certificate => certificate.Dispose());

    private void Read()
    {
        var read = RegionCertificate.Read(_files.Certificate, _files.Key, _files.Authority);
        _allNeedsLock.Add(read);
        _read(read);
    }

    private ((DateTime, long), (DateTime, long), (DateTime, long)) Look() => (KeyFile.Stamp(_files.Certificate), KeyFile.Stamp(_files.Key), KeyFile.Stamp(_files.Authority));
}
