using System.Globalization;

namespace ActiveActive.Cli.Doctor;

/// <summary>Whether the clocks of the silos, of the database and of this machine agree.</summary>
internal static class ClockFindings
{
    private const string Clocks = "clocks";

    /// <summary>Others put aside what is further ahead, by default (<c>Replication:MaxClockDrift</c>).</summary>
    private static readonly TimeSpan Drift = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Close = TimeSpan.FromSeconds(1);

    /// <summary>Compares them.</summary>
    /// <param name="database">How far the database's clock is ahead of this machine's; null when it was not reached.</param>
    /// <param name="silos">The silos.</param>
    public static IEnumerable<Finding> Of(TimeSpan? database, IReadOnlyList<AskedSilo> silos)
    {
        if (database is { } ahead)
        {
            yield return Judge("this machine", -ahead, "the database's", isData: false);
        }

        foreach (var silo in silos.Where(static silo => silo.Answer is not null))
        {
            yield return Judge(silo.Answer!.Silo, silo.ClockOffset - (database ?? TimeSpan.Zero), database is null ? "this machine's" : "the database's", isData: database is not null);
        }
    }

    private static Finding Judge(string whose, TimeSpan ahead, string than, bool isData)
    {
        var says = string.Create(CultureInfo.InvariantCulture, $"{Math.Abs(ahead.TotalSeconds):0.000} s {(ahead < TimeSpan.Zero ? "behind" : "ahead of")} {than} clock");
        var level = ahead.Duration() < Close ? FindingLevel.Ok : isData && ahead.Duration() >= Drift ? FindingLevel.Error : FindingLevel.Warning;
        return new Finding(Clocks, whose, level, says, level == FindingLevel.Ok ? null : "Let all machines follow the same time servers (chrony, systemd-timesyncd). Other regions put aside changes that are stamped more than Replication:MaxClockDrift ahead");
    }
}
