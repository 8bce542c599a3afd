using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ActiveActive.Tests.Monitoring.Dashboards;

/// <summary>Writes a dashboard as Grafana 11 and later read it (classic schema, version 39).</summary>
internal static class DashboardJson
{
    private const int Columns = 24;
    private const int SchemaVersion = 39;
    private const string Tag = "activeactive";
    private static readonly JsonSerializerOptions Options = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The text of its file.</summary>
    public static string Write(Dashboard dashboard) =>
        new JsonObject
        {
            ["annotations"] = new JsonObject { ["list"] = new JsonArray(BuiltInAnnotations(), Annotations("Alerts", "red", "ALERTS{alertname=~\"ActiveActive.*\", alertstate=\"firing\", region=~\"$region\"}", "{{alertname}}")) },
            ["description"] = dashboard.Description,
            ["editable"] = true,
            ["fiscalYearStartMonth"] = 0,
            ["graphTooltip"] = 1,
            ["id"] = null,
            ["links"] = new JsonArray(LinkToOthers()),
            ["panels"] = new JsonArray([.. Panels(dashboard)]),
            ["refresh"] = "10s",
            ["schemaVersion"] = SchemaVersion,
            ["tags"] = new JsonArray(Tag),
            ["templating"] = new JsonObject { ["list"] = new JsonArray([DataSourceVariable(), .. dashboard.Variables.Select(Of)]) },
            ["time"] = new JsonObject { ["from"] = "now-1h", ["to"] = "now" },
            ["timepicker"] = new JsonObject(),
            ["timezone"] = "browser",
            ["title"] = dashboard.Title,
            ["uid"] = dashboard.Uid,
            ["version"] = 1,
            ["weekStart"] = "",
        }.ToJsonString(Options) + "\n";

    private static JsonObject DataSource() => new() { ["type"] = "prometheus", ["uid"] = "${datasource}" };

    private static JsonObject BuiltInAnnotations() => new()
    {
        ["builtIn"] = 1,
        ["datasource"] = new JsonObject { ["type"] = "grafana", ["uid"] = "-- Grafana --" },
        ["enable"] = true,
        ["hide"] = true,
        ["iconColor"] = "rgba(0, 211, 255, 1)",
        ["name"] = "Annotations & Alerts",
        ["type"] = "dashboard",
    };

    private static JsonObject Annotations(string name, string colour, string expression, string title) => new()
    {
        ["datasource"] = DataSource(),
        ["enable"] = true,
        ["expr"] = expression,
        ["hide"] = false,
        ["iconColor"] = colour,
        ["name"] = name,
        ["step"] = "",
        ["tagKeys"] = "region,silo,origin,peer",
        ["textFormat"] = "",
        ["titleFormat"] = title,
        ["useValueForTime"] = false,
    };

    private static JsonObject LinkToOthers() => new()
    {
        ["asDropdown"] = true,
        ["icon"] = "external link",
        ["includeVars"] = true,
        ["keepTime"] = true,
        ["tags"] = new JsonArray(Tag),
        ["targetBlank"] = false,
        ["title"] = "ActiveActive",
        ["tooltip"] = "",
        ["type"] = "dashboards",
        ["url"] = "",
    };

    private static JsonObject DataSourceVariable() => new()
    {
        ["current"] = new JsonObject(),
        ["hide"] = 0,
        ["includeAll"] = false,
        ["label"] = "Data source",
        ["multi"] = false,
        ["name"] = "datasource",
        ["options"] = new JsonArray(),
        ["query"] = "prometheus",
        ["refresh"] = 1,
        ["regex"] = "",
        ["skipUrlSync"] = false,
        ["type"] = "datasource",
    };

    private static JsonObject Of(Variable variable) => new()
    {
        ["allValue"] = ".*",
        ["current"] = new JsonObject { ["selected"] = true, ["text"] = new JsonArray("All"), ["value"] = new JsonArray("$__all") },
        ["datasource"] = DataSource(),
        ["definition"] = variable.Definition,
        ["hide"] = 0,
        ["includeAll"] = true,
        ["label"] = variable.Label,
        ["multi"] = true,
        ["name"] = variable.Name,
        ["options"] = new JsonArray(),
        ["query"] = new JsonObject { ["qryType"] = 1, ["query"] = variable.Definition, ["refId"] = "PrometheusVariableQueryEditor-VariableQuery" },
        ["refresh"] = 2,
        ["regex"] = "",
        ["skipUrlSync"] = false,
        ["sort"] = 1,
        ["type"] = "query",
    };

    // Panels stand side by side until the row is full; a line is as high as its highest panel.
    private static IEnumerable<JsonNode> Panels(Dashboard dashboard)
    {
        var (id, y) = (0, 0);
        foreach (var row in dashboard.Rows)
        {
            yield return new JsonObject
            {
                ["collapsed"] = false,
                ["gridPos"] = Position(0, y, Columns, 1),
                ["id"] = ++id,
                ["panels"] = new JsonArray(),
                ["title"] = row.Title,
                ["type"] = "row",
            };
            var (x, height) = (0, 0);
            y++;
            foreach (var panel in row.Panels)
            {
                if (x + panel.Width > Columns)
                {
                    (x, y, height) = (0, y + height, 0);
                }

                yield return Of(panel, ++id, Position(x, y, panel.Width, panel.Height));
                x += panel.Width;
                height = Math.Max(height, panel.Height);
            }

            y += height;
        }
    }

    private static JsonObject Position(int x, int y, int width, int height) => new() { ["h"] = height, ["w"] = width, ["x"] = x, ["y"] = y };

    private static JsonObject Of(Panel panel, int id, JsonObject position)
    {
        var json = new JsonObject
        {
            ["datasource"] = DataSource(),
            ["description"] = panel.Description,
            ["fieldConfig"] = new JsonObject
            {
                ["defaults"] = PanelFields.Defaults(panel),
                ["overrides"] = new JsonArray([.. PanelFields.Overrides(panel)]),
            },
            ["gridPos"] = position,
            ["id"] = id,
            ["options"] = PanelFields.Options(panel),
            ["targets"] = new JsonArray([.. panel.Queries.Select((query, i) => Of(query, i, panel.Kind))]),
            ["title"] = panel.Title,
            ["type"] = PanelFields.TypeOf(panel.Kind),
        };
        if (panel.Kind is PanelKind.Table)
        {
            json["transformations"] = PanelFields.Columns(panel);
        }

        return json;
    }

    private static JsonObject Of(Query query, int number, PanelKind kind) => new()
    {
        ["datasource"] = DataSource(),
        ["editorMode"] = "code",
        ["expr"] = query.Expression,
        ["format"] = kind is PanelKind.Table ? "table" : "time_series",
        ["instant"] = kind is PanelKind.Table,
        ["legendFormat"] = query.Legend,
        ["range"] = kind is not PanelKind.Table,
        ["refId"] = RefId(number),
    };

    /// <summary>A, B, C ...; the columns of a table are named by it.</summary>
    internal static string RefId(int number) => ((char)('A' + number)).ToString();
}
