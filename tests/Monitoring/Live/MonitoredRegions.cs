using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using ActiveActive.TestKit.Clusters;
using ActiveActive.TestKit.Faults;
using ActiveActive.TestKit.Regions;
using ActiveActive.Tests.Monitoring.Rules;
using ActiveActive.Tests.Monitoring.Servers;

namespace ActiveActive.Tests.Monitoring.Live;

/// <summary>
/// Three linked regions of two silo processes each, with encryption at rest and some callers, asked by a Prometheus with the shipped configuration and rules, of which all times are a twentieth
/// (<see cref="TimeScale"/>) and the targets are these silos.
/// </summary>
public sealed class MonitoredRegions : IAsyncLifetime
{
    /// <summary>How many times faster Prometheus goes.</summary>
    internal const int Faster = 20;

    private const int Seed = 6;
    private const int Tries = 3;
    private static readonly TimeSpan LookBack = TimeSpan.FromMinutes(5) / Faster;

    private readonly RegionLinks _links = new(IPAddress.Loopback, Seed);
    private readonly ConcurrentQueue<string> _events = new();
    private readonly TimeProvider _time = TimeProvider.System;
    private TemporaryFolder? _folder;
    private LinkedRegions? _regions;
    private Callers? _callers;
    private PrometheusServer? _prometheus;

    /// <summary>What asks them. Where Prometheus is not installed, the test ends here.</summary>
    internal PrometheusServer Prometheus
    {
        get
        {
            Programs.Find("prometheus");
            return _prometheus!;
        }
    }

    /// <summary>What has happened to the silos, for error messages.</summary>
    internal string Events => string.Join('\n', _events);

    public async ValueTask InitializeAsync()
    {
        if (!Programs.Has("prometheus"))
        {
            return;
        }

        _folder = TemporaryFolder.Create();
        var options = new RegionOptions
        {
            Silos = 2,
            DataFolder = Path.Combine(_folder.Path, "data"),
            Environment = new Dictionary<string, string>
            {
                ["ActiveActive__Encryption__Enabled"] = "true",
                ["ActiveActive__Encryption__Keys__a"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
                ["ActiveActive__Encryption__Primary"] = "a",
            },
        };
        _regions = await LinkedRegions.Start(options, 3, (region, happened) => _events.Enqueue(string.Create(CultureInfo.InvariantCulture, $"{_time.GetUtcNow():mm:ss.f} {region}: {happened.Message}")), _links);
        _callers = new Callers(_regions.All);
        _prometheus = await PrometheusServer.Start(Configure(Path.Combine(_folder.Path, "prometheus")), LookBack);
    }

    public async ValueTask DisposeAsync()
    {
        if (_prometheus is not null)
        {
            await _prometheus.DisposeAsync();
        }

        if (_callers is not null)
        {
            await _callers.DisposeAsync();
        }

        if (_regions is not null)
        {
            await _regions.DisposeAsync();
        }

        await _links.DisposeAsync();
        _folder?.Dispose();
    }

    internal RegionRunner Region(string name) => _regions!.All.Single(region => region.Region == name);

    /// <summary>Starts all silos that do not run, as a supervisor would: also those that ended because the machine was too busy to keep them.</summary>
    internal Task Revive() => Task.WhenAll(_regions!.All.SelectMany(static region => region.Silos.Where(static silo => silo.ProcessId is null).Select(silo => Revive(region, silo.Number))));

    /// <summary>Holds everything that a region and the others say to each other, until what is returned is disposed of.</summary>
    internal IAsyncDisposable CutOff(string name) =>
        new Cuts([.. _regions!.All.Where(other => other.Region != name).SelectMany(other => (IAsyncDisposable[])[_links.Cut(name, other.Region), _links.Cut(other.Region, name)])]);

    private static async Task Revive(RegionRunner region, int silo)
    {
        for (var left = Tries; ; left--)
        {
            try
            {
                await region.StartSilo(silo);
                return;
            }
            catch (RegionException) when (left > 1)
            {
                // It ended before it was ready; it may be started again at once.
            }
        }
    }

    // The shipped files, with other times and other targets.
    private string Configure(string folder)
    {
        var scale = new TimeScale(Faster);
        string[] folders = ["rules", "alertmanagers"];
        foreach (var file in folders.SelectMany(static name => Directory.EnumerateFiles(Path.Combine(Repository.Prometheus, name))).Append(Path.Combine(Repository.Prometheus, "prometheus.yml")))
        {
            var copy = Path.Combine(folder, Path.GetRelativePath(Repository.Prometheus, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.WriteAllText(copy, scale.Apply(File.ReadAllText(file)));
        }

        Directory.CreateDirectory(Path.Combine(folder, "targets"));
        File.WriteAllText(
            Path.Combine(folder, "targets", "regions.yml"),
            string.Concat(_regions!.All.SelectMany(static region => region.Silos.Select(silo => $"- targets: [\"{silo.Url.Authority}\"]\n  labels: {{ region: {region.Region}, silo: {silo.Name} }}\n"))));
        return folder;
    }

    private sealed class Cuts(IReadOnlyList<IAsyncDisposable> cuts) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            foreach (var cut in cuts)
            {
                await cut.DisposeAsync();
            }
        }
    }
}
