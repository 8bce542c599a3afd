namespace ActiveActive.Tests.Monitoring.Dashboards;

/// <summary>What a panel asks Prometheus for.</summary>
/// <param name="Expression">PromQL, with the dashboard's variables. Gives at least one series whenever a region has targets, 0 for what has not happened.</param>
/// <param name="Legend">How its series are called.</param>
internal sealed record Query(string Expression, string Legend);
