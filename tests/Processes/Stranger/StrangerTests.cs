using System.Diagnostics;
using System.Net;
using System.Reflection;
using ActiveActive.Database.Embedded;
using ActiveActive.TestKit.Regions;
using ActiveActive.Tests.Support;

namespace ActiveActive.Tests.Processes.Stranger;

/// <summary>Somebody else's program: a folder outside the solution with a grain of its own, which knows us by project references only.</summary>
public sealed class StrangerTests : IAsyncLifetime
{
    private const int MostLines = 60;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("aa-stranger-");
    private readonly Dictionary<SiloPorts, Process> _silos = [];

    private static string Repository => typeof(StrangerTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(item => item.Key == "Repository").Value!;

    private static string Sample => Path.Combine(Repository, "tests", "Processes", "Stranger", "Sample");

    public ValueTask InitializeAsync()
    {
        _folder.UnixFileMode |= UnixFileMode.GroupExecute | UnixFileMode.OtherExecute; // the database's user passes through
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        foreach (var silo in _silos.Values)
        {
            silo.Kill(entireProcessTree: true);
            silo.WaitForExit();
            silo.Dispose();
        }

        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_grain_of_ones_own_takes_less_than_60_lines_and_survives_its_silo()
    {
        Assert.InRange(File.ReadLines(Path.Combine(Sample, "Program.cs")).Count(), 1, MostLines - 1);
        foreach (var file in Directory.GetFiles(Sample))
        {
            File.Copy(file, Path.Combine(_folder.FullName, Path.GetFileName(file)));
        }

        await Build();
        await using var postgres = await EmbeddedPostgres.StartAsync(new EmbeddedPostgresOptions { DataFolder = Path.Combine(_folder.FullName, "postgres") });
        using var http = new HttpClient();
        var ports = new Ports().Choose(2, null, []);
        await Task.WhenAll(ports.Select(port => StartSilo(http, postgres.ConnectionString, port)));

        Assert.Equal("1", await Reserve(http, ports[0], "ann"));
        Assert.Equal("2", await Reserve(http, ports[1], "bob"));

        _silos[ports[0]].Kill();
        Assert.Equal("3", await Reserve(http, ports[1], "cleo"));
        using var refused = await http.PostAsync(Seat(ports[1], "dora"), null);
        Assert.Equal((HttpStatusCode.Conflict, "application/problem+json"), (refused.StatusCode, refused.Content.Headers.ContentType?.MediaType));
        Assert.Contains("sold-out", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private async Task Build()
    {
        using var build = Process.Start(new ProcessStartInfo("dotnet", ["build", "-c", "Release", "-nodeReuse:false", $"-p:ActiveActive={Repository}", "-p:BuildProjectReferences=false"])
        {
            WorkingDirectory = _folder.FullName,
            RedirectStandardOutput = true,
        })!;
        var output = await build.StandardOutput.ReadToEndAsync();
        await build.WaitForExitAsync();
        Assert.True(build.ExitCode == 0, output);
        Assert.Contains("0 Warning(s)", output, StringComparison.Ordinal);
    }

    private async Task StartSilo(HttpClient http, string database, SiloPorts ports)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(_folder.FullName, "bin", "Release", "net10.0", "Stranger.dll")]) { RedirectStandardInput = true };
        start.RedirectStandardOutput = true;
        start.Environment["ActiveActive__Database"] = database;
        start.Environment["ActiveActive__MigrateAtStart"] = "true";
        start.Environment["ActiveActive__StopWithParent"] = "true";
        start.Environment["ASPNETCORE_URLS"] = $"http://127.0.0.1:{ports.Http}";
        var silo = Process.Start(start)!;
        silo.OutputDataReceived += static (_, _) => { };
        silo.BeginOutputReadLine();
        lock (_silos)
        {
            _silos.Add(ports, silo);
        }

        await Eventually.Holds(async () => await Status(http, $"http://127.0.0.1:{ports.Http}/health/ready") == HttpStatusCode.OK, "the silo is ready", TimeSpan.FromSeconds(60));
    }

    private static async Task<HttpStatusCode> Status(HttpClient http, string url)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri(url));
            return answer.StatusCode;
        }
        catch (HttpRequestException)
        {
            return default;
        }
    }

    private static Uri Seat(SiloPorts ports, string who) => new($"http://127.0.0.1:{ports.Http}/shows/hamlet/seats/{who}");

    private static async Task<string> Reserve(HttpClient http, SiloPorts ports, string who)
    {
        using var answer = await http.PostAsync(Seat(ports, who), null);
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadAsStringAsync();
    }
}
