using System.Globalization;
using ActiveActive.TestKit.Regions;

namespace ActiveActive.TestKit.Faults;

/// <summary>
/// Sets the clocks of single silos, by the library libfaketime between the process and the system. Only the time of day moves, as when an administrator or a
/// time service sets it; the monotonic clock goes on as before.
/// </summary>
internal sealed class SiloClocks(string folder)
{
    private static readonly string[] Places =
    [
        "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1",
        "/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1",
        "/usr/lib64/faketime/libfaketimeMT.so.1",
        "/usr/lib/faketime/libfaketimeMT.so.1",
    ];

    /// <summary>Where the library is; null when it is not installed.</summary>
    public static string? Library => Array.Find(Places, File.Exists);

    /// <summary>What a silo must be started with, so that its clock can be set.</summary>
    /// <exception cref="RegionException">The library is not installed.</exception>
    public IReadOnlyDictionary<string, string> Environment(string silo)
    {
        Set(silo, TimeSpan.Zero);
        return new Dictionary<string, string>
        {
            ["LD_PRELOAD"] = Library ?? throw new RegionException("libfaketime is not installed (Debian: apt-get install libfaketime)."),
            ["FAKETIME_TIMESTAMP_FILE"] = FileOf(silo),
            ["FAKETIME_CACHE_DURATION"] = "1",
            ["FAKETIME_DONT_FAKE_MONOTONIC"] = "1",
        };
    }

    /// <summary>Sets a silo's clock, within a second.</summary>
    /// <param name="silo">Its name.</param>
    /// <param name="ahead">How far ahead of the machine's clock; negative for behind.</param>
    public void Set(string silo, TimeSpan ahead)
    {
        Directory.CreateDirectory(folder);
        var next = FileOf(silo) + ".new";
        File.WriteAllText(next, ahead.TotalSeconds.ToString("+0.###;-0.###;+0", CultureInfo.InvariantCulture) + "\n");
        File.Move(next, FileOf(silo), overwrite: true);
    }

    private string FileOf(string silo) => Path.Combine(folder, $"{silo}.clock");
}
