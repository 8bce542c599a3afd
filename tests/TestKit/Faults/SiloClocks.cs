using System.Globalization;
using ActiveActive.TestKit.Regions;

namespace ActiveActive.TestKit.Faults;

/// <summary>
/// Sets the clock of one silo, by the library libfaketime between the process and the system. Only the time of day moves, as when an administrator or a
/// time service sets it; the monotonic clock goes on as before.
/// </summary>
/// <remarks>Under the library each look at a clock, and a silo looks often, takes a lock and many times as long. So only the silo whose clock is set has it.</remarks>
/// <param name="folder">Where its settings are kept.</param>
/// <param name="silo">The silo.</param>
internal sealed class SiloClocks(string folder, int silo)
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

    /// <summary>The silo whose clock can be set.</summary>
    public int Silo => silo;

    private string SettingFile => Path.Combine(folder, $"silo-{silo}.clock");

    /// <summary>What a silo must be started with, so that its clock can be set.</summary>
    /// <exception cref="RegionException">The library is not installed.</exception>
    public IReadOnlyDictionary<string, string> Environment(int number)
    {
        if (number != silo)
        {
            return new Dictionary<string, string>();
        }

        Set(TimeSpan.Zero);
        return new Dictionary<string, string>
        {
            ["LD_PRELOAD"] = Library ?? throw new RegionException("libfaketime is not installed (Debian: apt-get install libfaketime)."),
            ["FAKETIME_TIMESTAMP_FILE"] = SettingFile,
            ["FAKETIME_CACHE_DURATION"] = "1",
            ["FAKETIME_DONT_FAKE_MONOTONIC"] = "1",
        };
    }

    /// <summary>Sets the silo's clock, within a second.</summary>
    /// <param name="ahead">How far ahead of the machine's clock; negative for behind.</param>
    public void Set(TimeSpan ahead)
    {
        Directory.CreateDirectory(folder);
        var next = SettingFile + ".new";
        File.WriteAllText(next, ahead.TotalSeconds.ToString("+0.###;-0.###;+0", CultureInfo.InvariantCulture) + "\n");
        File.Move(next, SettingFile, overwrite: true);
    }
}
