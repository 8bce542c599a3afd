using ActiveActive.Database.Certificates;

namespace ActiveActive.Tests.Cluster.Regions;

/// <summary>The files of a region's certificate.</summary>
internal sealed record RegionFiles(string Certificate, string Key, string Authority)
{
    /// <summary>Those that an authority in a folder issues to a region.</summary>
    public static RegionFiles Issue(string folder, string region)
    {
        TrialAuthority.Issue(folder, [region], TimeSpan.FromDays(90), TimeProvider.System);
        return new RegionFiles(Path.Combine(folder, TrialAuthority.CertificateFile(region)), Path.Combine(folder, TrialAuthority.KeyFile(region)), Path.Combine(folder, TrialAuthority.AuthorityFile));
    }
}
