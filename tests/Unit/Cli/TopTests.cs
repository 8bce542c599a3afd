using System.Text.Json;
using ActiveActive.Cli.Top;

namespace ActiveActive.Tests.Unit.Cli;

public sealed class TopTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 29, 23, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(1, 1, "active", true)]
    [InlineData(28, 1, "active", false)]
    [InlineData(1, 13, "active", false)]
    [InlineData(1, 13, "dead", true)]
    public void A_single_look_waits_for_figures_of_now(int regionAge, int siloAge, string status, bool isWhole)
    {
        var overview = JsonSerializer.Deserialize<TopOverview>(
            $$"""
            {
                "asOf": "{{Now:O}}", "region": "eu", "silo": "silo-1", "links": [], "events": [], "findings": [],
                "regions": [{ "name": "us", "status": "serving", "asOf": "{{Now.AddSeconds(-regionAge):O}}", "figures": {} }],
                "silos": [{ "region": "us", "name": "silo-2", "status": "{{status}}", "asOf": "{{Now.AddSeconds(-siloAge):O}}", "figures": {} }]
            }
            """,
            JsonSerializerOptions.Web);

        Assert.Equal(isWhole, TopCommand.IsWhole(overview!));
    }
}
