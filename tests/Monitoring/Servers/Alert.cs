namespace ActiveActive.Tests.Monitoring.Servers;

/// <summary>An alert that is pending or fires.</summary>
/// <param name="Labels">Its labels.</param>
/// <param name="Annotations">What it says, filled in.</param>
/// <param name="Fires">Whether it has held long enough.</param>
internal sealed record Alert(IReadOnlyDictionary<string, string> Labels, IReadOnlyDictionary<string, string> Annotations, bool Fires)
{
    public string Name => Labels["alertname"];

    /// <summary>A label; empty when it has none of that name.</summary>
    public string Of(string label) => Labels.GetValueOrDefault(label, "");

    public override string ToString() => $"{Name}({string.Join(", ", Labels.Where(static label => label.Key is not "alertname").Select(static label => $"{label.Key}={label.Value}"))})";
}
