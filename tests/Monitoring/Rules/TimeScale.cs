using System.Globalization;
using System.Text.RegularExpressions;

namespace ActiveActive.Tests.Monitoring.Rules;

/// <summary>
/// Makes configuration and rules run faster, so that a test need not wait for minutes: every window in brackets, every offset, how long an alert must hold (<c>for</c>), how often is asked (<c>interval</c>), and the limits
/// that a comment marks as elapsed seconds, are divided by <paramref name="factor"/>. Times that calls or commits take, rates and shares stay as they are.
/// </summary>
internal sealed partial class TimeScale(int factor)
{
    /// <summary>The shortest time: Prometheus is asked to look once a second.</summary>
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);

    /// <summary>A file's text with shorter times.</summary>
    public string Apply(string yaml) => Elapsed().Replace(Settings().Replace(InQueries().Replace(yaml, Shorter), Shorter), Fewer);

    /// <summary>A time as Prometheus writes it, such as <c>15s</c> or <c>3d</c>.</summary>
    public string Apply(int amount, char unit)
    {
        var time = unit switch
        {
            's' => TimeSpan.FromSeconds(amount),
            'm' => TimeSpan.FromMinutes(amount),
            'h' => TimeSpan.FromHours(amount),
            'd' => TimeSpan.FromDays(amount),
            _ => throw new ArgumentOutOfRangeException(nameof(unit), unit, "Not a unit of time."),
        } / factor;
        return string.Create(CultureInfo.InvariantCulture, $"{(long)Math.Max(time.TotalMilliseconds, Shortest.TotalMilliseconds)}ms");
    }

    private string Shorter(Match match) => match.Groups["before"].Value + Apply(int.Parse(match.Groups["amount"].ValueSpan, CultureInfo.InvariantCulture), match.Groups["unit"].Value[0]);

    private string Fewer(Match match) => (double.Parse(match.Groups["amount"].ValueSpan, CultureInfo.InvariantCulture) / factor).ToString(CultureInfo.InvariantCulture) + match.Groups["after"].Value;

    [GeneratedRegex(@"(?<before>\[|\boffset )(?<amount>\d+)(?<unit>[smhd])\b")]
    private static partial Regex InQueries();

    [GeneratedRegex(@"(?<before>^\s*(?:for|keep_firing_for|interval|scrape_interval|scrape_timeout|evaluation_interval): )(?<amount>\d+)(?<unit>[smhd])$", RegexOptions.Multiline)]
    private static partial Regex Settings();

    [GeneratedRegex(@"(?<amount>\d+(\.\d+)?)(?<after> # elapsed seconds)")]
    private static partial Regex Elapsed();
}
