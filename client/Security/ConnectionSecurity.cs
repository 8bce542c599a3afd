using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using ActiveActive.Database.Certificates;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;
using Orleans.Connections.Security;

namespace ActiveActive.Client.Security;

/// <summary>Mutual TLS on the connections of one region, as <see cref="Client.TlsOptions"/> tells; on Orleans' own by its package for it, and on watch connections.</summary>
internal sealed partial class ConnectionSecurity : IDisposable
{
    private readonly string _region;
    private readonly TimeProvider _time;
    private readonly ILogger<ConnectionSecurity> _log;
    private readonly CertificateFiles? _files;

    /// <exception cref="CertificateException">The files cannot be used.</exception>
    public ConnectionSecurity(string region, TlsOptions options, TimeProvider time, ILogger<ConnectionSecurity> log, Action<DateTime>? endsAt = null)
    {
        (_region, _time, _log) = (region, time, log);
        if (options.Certificate is { } certificate)
        {
            _files = new CertificateFiles(certificate, options.CertificateKey!, options.Authority!, read => endsAt?.Invoke(read.Certificate.NotAfter.ToUniversalTime()), error => LogNotRead(error.Message));
        }
    }

    /// <summary>Whether connections are encrypted.</summary>
    public bool IsOn => _files is not null;

    /// <summary>When the certificate in use ends; null when connections are not encrypted.</summary>
    public DateTimeOffset? EndsAt => _files is null ? null : new DateTimeOffset(_files.Current().Certificate.NotAfter);

    /// <summary>Encrypts the connections that others open.</summary>
    public void Serve(IConnectionBuilder connections)
    {
        if (IsOn)
        {
            connections.UseServerTls(OfOrleans());
        }
    }

    /// <summary>Encrypts the connections that this side opens.</summary>
    public void Dial(IConnectionBuilder connections)
    {
        if (IsOn)
        {
            connections.UseClientTls(OfOrleans());
        }
    }

    /// <summary>Encrypts a connection that this side has opened.</summary>
    /// <exception cref="AuthenticationException">The other side is not of the region, or does not take this one.</exception>
    public async ValueTask<Stream> Dial(Stream connection, CancellationToken cancellation)
    {
        if (_files is null)
        {
            return connection;
        }

        var own = _files.Current();
        var encrypted = new SslStream(connection);
        try
        {
            await encrypted.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions
                {
                    TargetHost = RegionCertificate.NameOf(_region),
                    ClientCertificateContext = SslStreamCertificateContext.Create(own.Certificate, own.Issuers, offline: true),
                    EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
                    CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
                    RemoteCertificateValidationCallback = (_, certificate, chain, _) => Accept((X509Certificate2?)certificate, chain),
                },
                cancellation);
            return encrypted;
        }
        catch
        {
            await encrypted.DisposeAsync();
            throw;
        }
    }

    public void Dispose() => _files?.Dispose();

    private global::Orleans.Connections.Security.TlsOptions OfOrleans() => new()
    {
        LocalCertificate = _files!.Current().Certificate, // asked for at the start; the selectors are asked for each connection
        LocalServerCertificateSelector = (_, _) => _files.Current().Certificate,
        LocalClientCertificateSelector = (_, _, _, _, _) => _files.Current().Certificate,
        RemoteCertificateMode = RemoteCertificateMode.RequireCertificate,
        ClientCertificateMode = RemoteCertificateMode.RequireCertificate,
        RemoteCertificateValidation = (certificate, chain, _) => Accept(certificate, chain),
        SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        OnAuthenticateAsClient = (_, options) => options.TargetHost = RegionCertificate.NameOf(_region),
    };

    private bool Accept(X509Certificate2? certificate, X509Chain? chain)
    {
        var refused = _files!.Current().Refuse(certificate, chain?.ChainPolicy.ExtraStore ?? [], _region, _time.GetUtcNow());
        if (refused is not null)
        {
            LogRefused(refused);
        }

        return refused is null;
    }

    [LoggerMessage(2041, LogLevel.Warning, "Refused a connection: {Reason}. Check the certificate of the other side, and Tls:Authority here")]
    private partial void LogRefused(string reason);

    [LoggerMessage(2042, LogLevel.Error, "The certificate for connections of silos and clients was changed and is not usable; going on with the one before: {Reason}")]
    private partial void LogNotRead(string reason);
}
