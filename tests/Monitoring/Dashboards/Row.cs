namespace ActiveActive.Tests.Monitoring.Dashboards;

/// <summary>Panels under a heading, laid side by side as far as there is room.</summary>
internal sealed record Row(string Title, params Panel[] Panels);
