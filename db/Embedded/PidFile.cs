using System.Globalization;

namespace ActiveActive.Database.Embedded;

/// <summary>What <c>postmaster.pid</c> says: a process id on its first line and, once there is one, a state on its eighth.</summary>
internal sealed record PidFile(int ProcessId, bool IsReady)
{
    private const int StateLine = 7;

    /// <summary>Null when there is no such file, or it is being written.</summary>
    public static PidFile? Read(DataFolder folder)
    {
        try
        {
            var lines = File.ReadAllLines(folder.PidFile);
            return lines.Length > 0 && int.TryParse(lines[0], NumberStyles.None, CultureInfo.InvariantCulture, out var id)
                ? new PidFile(id, lines.Length > StateLine && lines[StateLine].Trim() == "ready")
                : null;
        }
        catch (IOException)
        {
            return null;
        }
    }
}
