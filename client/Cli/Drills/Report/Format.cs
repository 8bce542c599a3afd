using System.Globalization;

namespace ActiveActive.Cli.Drills.Report;

/// <summary>Figures for people.</summary>
internal static class Format
{
    /// <summary>With as many digits as matter: 8.3 ms, 820 ms, 1.42 s, 31.5 s, 2 min 4 s.</summary>
    public static string Time(double milliseconds) => milliseconds switch
    {
        < 0.05 => "0 ms",
        < 9.95 => Text($"{milliseconds:0.0} ms"),
        < 999.5 => Text($"{milliseconds:0} ms"),
        < 9_995 => Text($"{milliseconds / 1000:0.00} s"),
        < 99_950 => Text($"{milliseconds / 1000:0.0} s"),
        _ => Text($"{Math.Floor(Math.Round(milliseconds / 1000) / 60):0} min {Math.Round(milliseconds / 1000) % 60:0} s"),
    };

    public static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>1, 10, 100 ms, 1, 10 s: the label of an axis.</summary>
    public static string Tick(double milliseconds) => milliseconds < 1000 ? Text($"{milliseconds:0.###} ms") : Text($"{milliseconds / 1000:0.###} s");

    public static string Ratio(double ratio) => ratio >= 9.95 ? Text($"{ratio:0}×") : Text($"{ratio:0.0}×");

    public static string Date(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
