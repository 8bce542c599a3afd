namespace ActiveActive.Cli.Doctor;

/// <summary>One thing that was looked at.</summary>
/// <param name="Area">What it belongs to, such as <c>database</c>.</param>
/// <param name="Subject">What it is about: a setting, a silo, a peer.</param>
/// <param name="Level">How bad it is.</param>
/// <param name="Says">What was found. Without secrets.</param>
/// <param name="Advice">What to do; null when nothing has to be done.</param>
internal sealed record Finding(string Area, string Subject, FindingLevel Level, string Says, string? Advice = null)
{
    public static Finding Ok(string area, string subject, string says) => new(area, subject, FindingLevel.Ok, says);
}
