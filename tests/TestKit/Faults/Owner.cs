using System.Diagnostics;
using System.Globalization;

namespace ActiveActive.TestKit.Faults;

/// <summary>Names for what the kernel keeps longer than a process lives. The owner's process id is in the name, so that a later drill can tell what a killed one left.</summary>
internal static class Owner
{
    private const string Prefix = "aad";

    /// <summary>The start of the names of all that is ours; at most 10 characters.</summary>
    public static string Name { get; } = string.Create(CultureInfo.InvariantCulture, $"{Prefix}{Environment.ProcessId}");

    /// <summary>Whether a name is one of ours whose owner is gone.</summary>
    public static bool IsOrphan(string name)
    {
        if (!name.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return false;
        }

        var digits = string.Concat(name[Prefix.Length..].TakeWhile(char.IsAsciiDigit));
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id != Environment.ProcessId && !Lives(id);
    }

    private static bool Lives(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
