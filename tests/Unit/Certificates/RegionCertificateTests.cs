using ActiveActive.Database.Certificates;
using ActiveActive.Tests.Support;

namespace ActiveActive.Tests.Unit.Certificates;

public sealed class RegionCertificateTests : IDisposable
{
    private static readonly TimeSpan Valid = TimeSpan.FromDays(30);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_certificate_is_that_of_its_region_alone()
    {
        using var eu = Issue("eu");
        using var us = Issue("us");
        Assert.Null(eu.Refuse(us.Certificate, [], "us", DateTimeOffset.UtcNow));
        Assert.Null(eu.Refuse(us.Certificate, [], null, DateTimeOffset.UtcNow));
        Assert.Contains("is not that of region eu, which bears the DNS name eu.activeactive.internal", eu.Refuse(us.Certificate, [], "eu", DateTimeOffset.UtcNow), StringComparison.Ordinal);
        Assert.True(RegionCertificate.Names(us.Certificate, "us"));
        Assert.False(RegionCertificate.Names(us.Certificate, "US"));
        Assert.Equal("it has shown no certificate", eu.Refuse(null, [], "us", DateTimeOffset.UtcNow));
    }

    [Fact]
    public void A_certificate_that_has_ended_is_refused_and_so_is_one_from_elsewhere()
    {
        using var elsewhere = new TemporaryFolder();
        using var eu = Issue("eu");
        using var us = Issue("us");
        using var stranger = Issue("us", elsewhere.Path);
        Assert.NotNull(eu.Refuse(us.Certificate, [], "us", DateTimeOffset.UtcNow + Valid + TimeSpan.FromHours(1)));
        Assert.NotNull(eu.Refuse(stranger.Certificate, [], "us", DateTimeOffset.UtcNow));
    }

    [Fact]
    public void Renewed_certificates_have_the_same_authority()
    {
        using var eu = Issue("eu");
        using var first = Issue("us");
        using var second = Issue("us");
        Assert.NotEqual(first.Certificate.Thumbprint, second.Certificate.Thumbprint);
        Assert.Null(eu.Refuse(first.Certificate, [], "us", DateTimeOffset.UtcNow));
        Assert.Null(eu.Refuse(second.Certificate, [], "us", DateTimeOffset.UtcNow));
    }

    [Fact]
    public void A_key_that_others_can_read_is_not_used()
    {
        Issue("eu").Dispose();
        var key = Path.Combine(_folder.Path, "eu.key");
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(key));
            File.SetUnixFileMode(key, File.GetUnixFileMode(key) | UnixFileMode.OtherRead);
            Assert.Contains("chmod 600", Assert.Throws<CertificateException>(() => Read("eu", _folder.Path)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void What_is_missing_is_said()
    {
        var error = Assert.Throws<CertificateException>(() => Read("eu", _folder.Path));
        Assert.Contains("eu.crt", error.Message, StringComparison.Ordinal);
        Assert.Contains("aactl certs new", error.Message, StringComparison.Ordinal);
    }

    private RegionCertificate Issue(string region, string? folder = null)
    {
        TrialAuthority.Issue(folder ?? _folder.Path, [region], Valid, TimeProvider.System);
        return Read(region, folder ?? _folder.Path);
    }

    private static RegionCertificate Read(string region, string folder) =>
        RegionCertificate.Read(Path.Combine(folder, TrialAuthority.CertificateFile(region)), Path.Combine(folder, TrialAuthority.KeyFile(region)), Path.Combine(folder, TrialAuthority.AuthorityFile));
}
