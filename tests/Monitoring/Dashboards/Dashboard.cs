namespace ActiveActive.Tests.Monitoring.Dashboards;

/// <summary>A dashboard as data; <see cref="DashboardJson"/> writes it.</summary>
/// <param name="Name">The end of its address and its file's name.</param>
/// <param name="Title">Its title.</param>
/// <param name="Description">What question it answers.</param>
/// <param name="Variables">What can be chosen, besides the data source.</param>
/// <param name="Rows">What it shows, from the top.</param>
internal sealed record Dashboard(string Name, string Title, string Description, Variable[] Variables, Row[] Rows)
{
    public string Uid => $"activeactive-{Name}";

    public string File => $"deploy/grafana/dashboards/{Name}.json";

    public IEnumerable<Panel> Panels => Rows.SelectMany(static row => row.Panels);
}
