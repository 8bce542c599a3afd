using System.Globalization;

namespace ActiveActive.Silo.Scaling;

/// <summary>How much of its processors' time the process uses, of what the machine or the container lets it use.</summary>
internal sealed class CpuMeter(TimeProvider time)
{
    private const string QuotaFile = "/sys/fs/cgroup/cpu.max";
    private readonly double _processors = Math.Min(Environment.ProcessorCount, Quota(ReadQuota()) ?? Environment.ProcessorCount);
    private (TimeSpan Used, long At) _last = (Environment.CpuUsage.TotalTime, time.GetTimestamp());

    /// <summary>As a fraction, since this was asked last.</summary>
    public double Take()
    {
        var (used, at) = (Environment.CpuUsage.TotalTime, time.GetTimestamp());
        var elapsed = time.GetElapsedTime(_last.At, at);
        var share = elapsed > TimeSpan.Zero ? (used - _last.Used) / elapsed / _processors : 0;
        _last = (used, at);
        return share;
    }

    /// <summary>How many processors' time a container may use, by the text of its <c>cpu.max</c> (cgroup v2: quota and period in microseconds, or <c>max</c>). It may be less than one, or not whole; null for no limit.</summary>
    public static double? Quota(string? text) =>
        text?.Split(' ', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) is [var quota, var period]
        && double.TryParse(quota, NumberStyles.None, CultureInfo.InvariantCulture, out var micros) && double.TryParse(period, NumberStyles.None, CultureInfo.InvariantCulture, out var of) && micros > 0 && of > 0
            ? micros / of
            : null;

    private static string? ReadQuota()
    {
        try
        {
            return File.Exists(QuotaFile) ? File.ReadAllText(QuotaFile) : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
