using System.Text.Json;
using ActiveActive.Tests.Processes.Up;

namespace ActiveActive.Tests.Processes.Bench;

/// <summary>Tiny benchmarks: that they run and count rightly. What they measure means nothing at this size.</summary>
[Trait("Length", "long")]
public sealed class BenchTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), $"aa-bench-test-{Guid.NewGuid():N}"));

    [Fact]
    public async Task Writes_are_measured_in_turns_with_every_peer()
    {
        var report = await Bench("writes", "--in-flight", "8", "--rate", "200", "--grains", "16", "--seconds", "1", "--warm", "1", "--trials", "1", "--seed", "1", "--commit-delay", "1");

        var figures = report.GetProperty("figures").EnumerateArray().ToArray();
        Assert.Equal(
            ["ours", "ours-durable", "ours-hot", "stock", "stock-read", "akka", "pgbench", "raw"],
            figures.Where(static figure => figure.GetProperty("inFlight").GetInt32() == 8).Select(static figure => figure.GetProperty("system").GetString()));
        Assert.Equal(4, figures.Count(static figure => figure.GetProperty("rate").GetInt32() == 200));
        Assert.All(figures, static figure => Assert.True(figure.GetProperty("callsPerSecond").GetDouble() > 0, figure.ToString()));
        Assert.All(figures, static figure => Assert.Equal(0, figure.GetProperty("errors").GetInt64()));
        Assert.All(["ours/stock", "ours-durable/stock", "ours/akka"], ratio => Assert.Contains(report.GetProperty("ratios").EnumerateArray(), one => one.GetProperty("name").GetString() == ratio));
        Assert.Equal("on", report.GetProperty("database").GetProperty("fsync").GetString());
        Assert.True(File.Exists(Path.Combine(_folder.FullName, "bench.json")));
        Assert.StartsWith("<svg", await File.ReadAllTextAsync(Path.Combine(_folder.FullName, "bench.svg")), StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_folder.FullName, "postgres")));
    }

    [Fact]
    public async Task A_soak_finds_each_acknowledged_write_in_the_rows()
    {
        var soak = (await Bench("soak", "--writes", "2000", "--in-flight", "16", "--grains", "32", "--durable", "--hold-snapshot", "1")).GetProperty("soak");

        Assert.Equal(2000, soak.GetProperty("acknowledged").GetInt64());
        Assert.Equal(2000, soak.GetProperty("stored").GetInt64());
        Assert.True(soak.GetProperty("tableGrowth").GetDouble() > 0);
        Assert.True(soak.GetProperty("memoryGrowth").GetDouble() > 0);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private async Task<JsonElement> Bench(params string[] arguments)
    {
        var result = await Aactl.Run(["bench", .. arguments, "--out", _folder.FullName, "--json"]);
        Assert.True(result.ExitCode == 0, result.Error);
        return result.Json;
    }
}
