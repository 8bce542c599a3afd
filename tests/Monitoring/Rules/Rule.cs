namespace ActiveActive.Tests.Monitoring.Rules;

/// <summary>A rule of deploy/prometheus/rules.</summary>
/// <param name="Name">The recorded series' name, or the alert's.</param>
/// <param name="IsAlert">Whether it is an alert.</param>
/// <param name="Expression">Its query.</param>
/// <param name="Labels">Labels that it adds.</param>
/// <param name="Annotations">What an alert says.</param>
internal sealed record Rule(string Name, bool IsAlert, string Expression, IReadOnlyDictionary<string, string> Labels, IReadOnlyDictionary<string, string> Annotations);
