using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using ActiveActive.Database.Certificates;
using ActiveActive.Silo.Security;
using Grpc.Net.Client;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ActiveActive.Silo.Replication;

/// <summary>
/// Mutual TLS between regions: each side shows a certificate of one of the authorities that names its region, and takes no other. The files are looked at for each new connection (<see cref="CertificateFiles"/>).
/// </summary>
internal sealed class LinkSecurity : IDisposable
{
    private const int MostMessageBytes = 64 << 20;
    private static readonly TimeSpan ConnectFor = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Soon = TimeSpan.FromDays(14);

    private readonly ReplicationOptions _options;
    private readonly CertificateMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger<LinkSecurity> _log;
    private readonly CertificateFiles? _files;

    /// <exception cref="CertificateException">The files cannot be read.</exception>
    public LinkSecurity(IOptions<ActiveActiveOptions> options, CertificateMetrics metrics, TimeProvider time, ILogger<LinkSecurity> log)
    {
        (_options, _metrics, _time, _log) = (options.Value.Replication, metrics, time, log);
        if (IsOn)
        {
            _files = new CertificateFiles(_options.Certificate!, _options.CertificateKey!, _options.Authority!, HasRead, error => _log.CertificateNotRead(error.Message));
        }
    }

    /// <summary>Whether links are encrypted.</summary>
    public bool IsOn => _options.Certificate is not null;

    /// <summary>When the certificate in use ends; null when links are not encrypted.</summary>
    public DateTimeOffset? EndsAt => IsOn ? new DateTimeOffset(Current().Certificate.NotAfter) : null;

    /// <summary>What a silo that listens asks of a peer: a certificate of any region; which one it is is looked at for each call.</summary>
    public SslServerAuthenticationOptions Server()
    {
        var current = Current();
        return new SslServerAuthenticationOptions
        {
            ServerCertificateContext = SslStreamCertificateContext.Create(current.Certificate, current.Issuers, offline: true),
            ClientCertificateRequired = true,
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
            RemoteCertificateValidationCallback = (_, certificate, chain, _) => Accept(current, certificate, chain, region: null),
        };
    }

    /// <summary>What a silo that takes the changes of a peer asks of it: the certificate of that region.</summary>
    private SslClientAuthenticationOptions Client(string peer)
    {
        var current = Current();
        return new SslClientAuthenticationOptions
        {
            TargetHost = RegionCertificate.NameOf(peer),
            ClientCertificateContext = SslStreamCertificateContext.Create(current.Certificate, current.Issuers, offline: true),
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
            RemoteCertificateValidationCallback = (_, certificate, chain, _) => Accept(current, certificate, chain, peer),
        };
    }

    /// <summary>A connection to one silo of a peer, encrypted when links are.</summary>
    /// <param name="peer">The peer.</param>
    /// <param name="address">Where the silo listens.</param>
    /// <param name="ping">How often a silent silo is asked for a sign of life, and how long it may take.</param>
    public GrpcChannel Channel(string peer, string address, TimeSpan ping)
    {
        var handler = new SocketsHttpHandler { ConnectTimeout = ConnectFor, KeepAlivePingDelay = ping, KeepAlivePingTimeout = ping };
        if (IsOn)
        {
            handler.SslOptions = Client(peer);
        }

        return GrpcChannel.ForAddress(address, new GrpcChannelOptions { HttpHandler = handler, DisposeHttpClient = true, MaxReceiveMessageSize = MostMessageBytes });
    }

    public void Dispose() => _files?.Dispose();

    private bool Accept(RegionCertificate current, X509Certificate? certificate, X509Chain? chain, string? region)
    {
        var refused = current.Refuse((X509Certificate2?)certificate, chain?.ChainPolicy.ExtraStore ?? [], region, _time.GetUtcNow());
        if (refused is not null)
        {
            _log.PeerRefused(region ?? "a region that asked", refused);
        }

        return refused is null;
    }

    private RegionCertificate Current() => _files!.Current();

    private void HasRead(RegionCertificate read)
    {
        var end = read.Certificate.NotAfter.ToUniversalTime();
        _metrics.Set("replication", end);
        if (end - _time.GetUtcNow().UtcDateTime < Soon)
        {
            _log.CertificateEnds(_options.Certificate!, end);
        }
    }
}
