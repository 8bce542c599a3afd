using System.Text.Json.Nodes;

namespace ActiveActive.Tests.Monitoring.Dashboards;

/// <summary>What differs between the kinds of panels.</summary>
internal static class PanelFields
{
    public static string TypeOf(PanelKind kind) => kind switch
    {
        PanelKind.Stat => "stat",
        PanelKind.States => "state-timeline",
        PanelKind.Table => "table",
        _ => "timeseries",
    };

    public static JsonObject Defaults(Panel panel)
    {
        var defaults = new JsonObject
        {
            ["color"] = new JsonObject { ["mode"] = panel.Kind is PanelKind.Lines or PanelKind.Stacked ? "palette-classic" : "thresholds" },
            ["custom"] = Custom(panel.Kind),
            ["mappings"] = panel.Unit == Units.State ? new JsonArray(UpAndDown()) : new JsonArray(),
            ["thresholds"] = Thresholds(panel),
            ["unit"] = panel.Unit,
        };
        if (panel.Kind is PanelKind.Lines or PanelKind.Stacked)
        {
            defaults["min"] = 0;
        }

        return defaults;
    }

    public static JsonObject Options(Panel panel) => panel.Kind switch
    {
        PanelKind.Stat => new JsonObject
        {
            ["colorMode"] = "value",
            ["graphMode"] = "area",
            ["justifyMode"] = "auto",
            ["orientation"] = "auto",
            ["reduceOptions"] = new JsonObject { ["calcs"] = new JsonArray("lastNotNull"), ["fields"] = "", ["values"] = false },
            ["showPercentChange"] = false,
            ["textMode"] = "auto",
            ["wideLayout"] = true,
        },
        PanelKind.States => new JsonObject
        {
            ["alignValue"] = "left",
            ["legend"] = Legend("list"),
            ["mergeValues"] = true,
            ["rowHeight"] = 0.9,
            ["showValue"] = "never",
            ["tooltip"] = new JsonObject { ["mode"] = "single", ["sort"] = "none" },
        },
        PanelKind.Table => new JsonObject
        {
            ["cellHeight"] = "sm",
            ["footer"] = new JsonObject { ["countRows"] = false, ["fields"] = "", ["reducer"] = new JsonArray("sum"), ["show"] = false },
            ["showHeader"] = true,
        },
        _ => new JsonObject
        {
            ["legend"] = Legend("table"),
            ["tooltip"] = new JsonObject { ["mode"] = "multi", ["sort"] = "desc" },
        },
    };

    /// <summary>A table's columns with units of their own, and a region's name as a link to its dashboard.</summary>
    public static IEnumerable<JsonNode> Overrides(Panel panel)
    {
        foreach (var (column, unit) in panel.ColumnUnits)
        {
            yield return Override(column, new JsonObject { ["id"] = "unit", ["value"] = unit });
        }

        if (panel.Kind is PanelKind.Table)
        {
            var link = new JsonObject { ["title"] = "Region ${__value.text}", ["url"] = "/d/activeactive-region?var-region=${__value.text}&${__url_time_range}" };
            yield return Override("region", new JsonObject { ["id"] = "links", ["value"] = new JsonArray(link) });
        }
    }

    /// <summary>Joins the queries' answers to one table, without times, each column under its legend.</summary>
    public static JsonArray Columns(Panel panel)
    {
        var names = new JsonObject();
        foreach (var (i, query) in panel.Queries.Index())
        {
            names[$"Value #{DashboardJson.RefId(i)}"] = query.Legend;
        }

        return new JsonArray(
            new JsonObject { ["id"] = "merge", ["options"] = new JsonObject() },
            new JsonObject
            {
                ["id"] = "organize",
                ["options"] = new JsonObject
                {
                    ["excludeByName"] = new JsonObject { ["Time"] = true },
                    ["includeByName"] = new JsonObject(),
                    ["indexByName"] = new JsonObject(),
                    ["renameByName"] = names,
                },
            });
    }

    private static JsonObject Override(string column, JsonObject property) => new()
    {
        ["matcher"] = new JsonObject { ["id"] = "byName", ["options"] = column },
        ["properties"] = new JsonArray(property),
    };

    private static JsonObject Custom(PanelKind kind) => kind switch
    {
        PanelKind.Stat => new JsonObject(),
        PanelKind.States => new JsonObject { ["fillOpacity"] = 80, ["lineWidth"] = 0, ["spanNulls"] = false },
        PanelKind.Table => new JsonObject { ["align"] = "auto", ["cellOptions"] = new JsonObject { ["type"] = "auto" }, ["inspect"] = false },
        _ => new JsonObject
        {
            ["axisCenteredZero"] = false,
            ["axisColorMode"] = "text",
            ["axisLabel"] = "",
            ["axisPlacement"] = "auto",
            ["drawStyle"] = "line",
            ["fillOpacity"] = kind is PanelKind.Stacked ? 40 : 5,
            ["gradientMode"] = "none",
            ["hideFrom"] = new JsonObject { ["legend"] = false, ["tooltip"] = false, ["viz"] = false },
            ["lineInterpolation"] = "linear",
            ["lineWidth"] = 1,
            ["pointSize"] = 5,
            ["scaleDistribution"] = new JsonObject { ["type"] = "linear" },
            ["showPoints"] = "never",
            ["spanNulls"] = false,
            ["stacking"] = new JsonObject { ["group"] = "A", ["mode"] = kind is PanelKind.Stacked ? "normal" : "none" },
            ["thresholdsStyle"] = new JsonObject { ["mode"] = "off" },
        },
    };

    private static JsonObject Legend(string mode) => new()
    {
        ["calcs"] = mode == "table" ? new JsonArray("lastNotNull", "max") : new JsonArray(),
        ["displayMode"] = mode,
        ["placement"] = "bottom",
        ["showLegend"] = true,
    };

    private static JsonObject UpAndDown() => new()
    {
        ["options"] = new JsonObject
        {
            ["0"] = new JsonObject { ["color"] = "red", ["index"] = 0, ["text"] = "down" },
            ["1"] = new JsonObject { ["color"] = "green", ["index"] = 1, ["text"] = "up" },
        },
        ["type"] = "value",
    };

    // Steps go upwards, each from its value on; the lowest has none.
    private static JsonObject Thresholds(Panel panel)
    {
        var (low, high) = panel.LowIsBad ? ("red", "green") : ("green", "red");
        var steps = new List<JsonNode> { Step(panel.LowIsBad && panel.Critical is null && panel.Warning is null ? high : low, null) };
        if (panel.LowIsBad)
        {
            Add(panel.Critical, panel.Warning is null ? high : "orange");
            Add(panel.Warning, high);
        }
        else
        {
            Add(panel.Warning, "orange");
            Add(panel.Critical, high);
        }

        return new JsonObject { ["mode"] = "absolute", ["steps"] = new JsonArray([.. steps]) };

        void Add(double? from, string colour)
        {
            if (from is { } value)
            {
                steps.Add(Step(colour, value));
            }
        }

        static JsonObject Step(string colour, double? from) => new() { ["color"] = colour, ["value"] = from };
    }
}
