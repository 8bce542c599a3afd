using ActiveActive.Tests.Support;

namespace ActiveActive.Tests.Cluster.Regions;

public sealed class LinkSecurityTests(PostgresFixture postgres)
{
    private const string Received = "select count(*) from activeactive.stream s where region <> (select region from activeactive.stream order by id limit 1) and head > 0";

    [Fact]
    public async Task Regions_with_certificates_of_one_authority_converge_also_after_new_ones_have_taken_their_place()
    {
        using var folder = new TemporaryFolder();
        await using var group = await RegionGroup.Start(postgres, 2, certificates: [RegionFiles.Issue(folder.Path, "r0"), RegionFiles.Issue(folder.Path, "r1")]);
        await group.Notebook(0, "a").Add("first");
        await group.Converge(static page => page.Count == 1, "a");

        // Region 0 goes on with the one that it has read, and shows and asks for what is in the files by now.
        await group.Stop(1);
        Directory.Delete(folder.Path, recursive: true);
        RegionFiles.Issue(folder.Path, "r0");
        RegionFiles.Issue(folder.Path, "r1");
        await group.Start(1);
        await group.Notebook(1, "a").Add("second");
        await group.Notebook(0, "a").Add("third");
        await group.Converge(static page => page.Count == 3, "a");
    }

    [Fact]
    public async Task A_region_with_the_certificate_of_another_one_gets_nothing()
    {
        using var folder = new TemporaryFolder();
        await using var group = await RegionGroup.Start(postgres, 2, certificates: [RegionFiles.Issue(folder.Path, "r0"), RegionFiles.Issue(folder.Path, "r7")]);
        await group.Notebook(0, "a").Add("secret");
        await group.Notebook(1, "a").Add("secret");
        await Logged(group, "The changes of region r1 cannot be taken"); // r1 shows the name r7
        await Logged(group, "is not that of region r1, which bears the DNS name r1.activeactive.internal"); // r0 refuses, as server
        await NothingReceived(group);
    }

    [Fact]
    public async Task A_region_with_a_certificate_of_another_authority_gets_nothing()
    {
        using var folder = new TemporaryFolder();
        using var stranger = new TemporaryFolder();
        await using var group = await RegionGroup.Start(postgres, 2, certificates: [RegionFiles.Issue(folder.Path, "r0"), RegionFiles.Issue(stranger.Path, "r1")]);
        await group.Notebook(0, "a").Add("secret");
        await group.Notebook(1, "a").Add("secret");
        await Logged(group, "Refused a region that asked: its certificate");
        await Logged(group, "Refused r1: its certificate");
        await Logged(group, "Refused r0: its certificate");
        await NothingReceived(group);
    }

    private static Task Logged(RegionGroup group, string what) => Eventually.Holds(() => Task.FromResult(group.Logs.Any(log => log.Contains(what, StringComparison.Ordinal))), $"it is logged that '{what}'");

    private static async Task NothingReceived(RegionGroup group)
    {
        foreach (var region in group.Clusters)
        {
            Assert.Equal(0, await region!.Scalar<long>(Received));
        }
    }
}
