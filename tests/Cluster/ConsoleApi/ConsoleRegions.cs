using ActiveActive.Silo.Console.Model;
using ActiveActive.Silo.Console.Overviews;
using ActiveActive.Tests.Cluster.Regions;
using ActiveActive.Tests.Support;

namespace ActiveActive.Tests.Cluster.ConsoleApi;

/// <summary>Three regions of two silos each, for the tests of a class; nothing is left cut.</summary>
public sealed class ConsoleRegions(PostgresFixture postgres) : IAsyncLifetime
{
    private RegionGroup? _group;

    internal RegionGroup Group => _group!;

    public async ValueTask InitializeAsync() => _group = await RegionGroup.Start(
        postgres,
        3,
        silos: 2,
        configure: static options => options.Residency["mine"] = ["r0", "r1"],
        options: static (_, options) => options.Console.ShowState = true);

    public async ValueTask DisposeAsync()
    {
        if (_group is not null)
        {
            await _group.DisposeAsync();
        }
    }

    internal Task<Overview> Overview(int region, int silo = 0) => Service<OverviewReader>(region, silo).Once(CancellationToken.None);

    internal T Service<T>(int region, int silo = 0)
        where T : notnull => Group.Clusters[region]!.Service<T>(silo);
}
