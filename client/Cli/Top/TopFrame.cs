using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace ActiveActive.Cli.Top;

/// <summary>One screen of <c>aactl top</c>. A state has a word, not only a colour.</summary>
internal static class TopFrame
{
    private const int MostEvents = 8;
    private const int MostFindings = 5;
    private static readonly TimeSpan Old = TimeSpan.FromSeconds(3);

    /// <summary>Renders an overview.</summary>
    /// <param name="overview">It.</param>
    /// <param name="note">What else is to be said, above; null for nothing.</param>
    public static IRenderable Of(TopOverview overview, string? note)
    {
        var parts = new List<IRenderable>
        {
            new Markup($"[bold]ActiveActive[/]  {Time(overview.AsOf)}  as silo {Markup.Escape(overview.Silo)} of region {Markup.Escape(overview.Region)} knows it{(note is null ? "" : $"  [yellow]{Markup.Escape(note)}[/]")}"),
            Regions(overview),
            Silos(overview),
        };
        if (overview.Links.Count > 0)
        {
            parts.Add(Links(overview));
        }

        if (overview.Findings.Any(static finding => finding.IsFailing))
        {
            parts.Add(Findings(overview));
        }

        parts.Add(Events(overview));
        return new Rows(parts);
    }

    /// <summary>A time in the unit that suits it.</summary>
    internal static string Seconds(double? seconds) => seconds switch
    {
        null => "-",
        0 => "0",
        < 0.001 => Number(seconds.Value * 1_000_000, "us"),
        < 1 => Number(seconds.Value * 1000, "ms"),
        < 120 => Number(seconds.Value, "s"),
        < 7200 => Number(seconds.Value / 60, "min"),
        _ => Number(seconds.Value / 3600, "h"),
    };

    /// <summary>A number with as many digits as matter.</summary>
    internal static string Count(double? number) => number switch
    {
        null => "-",
        < 10 => number.Value.ToString("0.#", CultureInfo.InvariantCulture),
        < 10_000 => number.Value.ToString("0", CultureInfo.InvariantCulture),
        < 10_000_000 => (number.Value / 1000).ToString("0.#", CultureInfo.InvariantCulture) + "k",
        _ => (number.Value / 1_000_000).ToString("0.#", CultureInfo.InvariantCulture) + "M",
    };

    private static Table Regions(TopOverview overview)
    {
        var table = Table("region", "state", "silos", "calls/s", "errors/s", "p50", "p99", "p99.9", "writes/s", "grains", "db", "dead letters", "age");
        foreach (var region in overview.Regions)
        {
            var figures = region.Figures;
            table.AddRow(
                region.IsThis ? $"[bold]{Markup.Escape(region.Name)}[/]" : Markup.Escape(region.Name),
                State(region.IsReachable ? region.Status : $"{region.Status}, not reached"),
                figures is null ? "-" : figures.SilosOther == 0 ? $"{figures.SilosActive}" : $"{figures.SilosActive}+{figures.SilosOther}",
                Count(figures?.CallsPerSecond),
                Bad(Count(figures?.ErrorsPerSecond), figures?.ErrorsPerSecond > 0),
                Seconds(figures?.Latency.P50),
                Seconds(figures?.Latency.P99),
                Seconds(figures?.Latency.P999),
                Count(figures?.WritesPerSecond),
                Count(figures?.Activations),
                region.Database is { } database ? database.IsUp ? database.MaxConnections is null ? "up" : $"up {Count(database.Connections)}/{Count(database.MaxConnections)}" : "[red]down[/]" : "-",
                Bad(region.DeadLetters is { } letters ? $"{letters}" : "-", region.DeadLetters > 0),
                Age(overview.AsOf, region.AsOf));
        }

        return table;
    }

    private static Table Silos(TopOverview overview)
    {
        var table = Table("region", "silo", "state", "for", "cpu", "memory", "grains", "queue", "calls/s", "errors/s", "p50", "p99", "age");
        foreach (var silo in overview.Silos)
        {
            var figures = silo.Figures;
            table.AddRow(
                Markup.Escape(silo.Region),
                Markup.Escape(silo.Name) + (silo.IsMerging ? " (merges)" : ""),
                State(silo.Status),
                silo.Since is { } since ? Seconds((overview.AsOf - since).TotalSeconds) : "-",
                figures is null ? "-" : figures.Cpu.ToString("0%", CultureInfo.InvariantCulture),
                figures is null ? "-" : $"{figures.MemoryBytes >> 20} MB",
                Count(figures?.Activations),
                Count(figures?.QueuedWrites),
                Count(figures?.CallsPerSecond),
                Bad(Count(figures?.ErrorsPerSecond), figures?.ErrorsPerSecond > 0),
                Seconds(figures?.Latency.P50),
                Seconds(figures?.Latency.P99),
                Age(overview.AsOf, silo.AsOf));
        }

        return table;
    }

    private static Table Links(TopOverview overview)
    {
        var table = Table("link", "state", "newest applied", "lag p50", "lag p99", "waits", "bytes", "caught up in", "applied/s", "age");
        foreach (var link in overview.Links)
        {
            table.AddRow(
                $"{Markup.Escape(link.From)} > {Markup.Escape(link.To)}",
                State(link.Status),
                link.WatermarkAgeSeconds is null ? "-" : $"{Seconds(link.WatermarkAgeSeconds)} ago",
                Seconds(link.Lag.P50),
                Seconds(link.Lag.P99),
                Count(link.BacklogBatches),
                Count(link.BacklogBytes),
                link.CatchUpSeconds is null && link.BacklogBatches > 0 ? "[yellow]grows[/]" : Seconds(link.CatchUpSeconds),
                Count(link.AppliedPerSecond),
                Age(overview.AsOf, link.AsOf));
        }

        return table;
    }

    private static Table Findings(TopOverview overview)
    {
        var table = Table("check", "region", "silo", "finding");
        foreach (var finding in overview.Findings.Where(static finding => finding.IsFailing).Take(MostFindings))
        {
            table.AddRow(
                finding.Severity == "critical" ? $"[red]{Markup.Escape(finding.Name)}[/]" : $"[yellow]{Markup.Escape(finding.Name)}[/]", Markup.Escape(finding.Region), Markup.Escape(finding.Silo), Markup.Escape(finding.Text ?? ""));
        }

        return table;
    }

    private static Table Events(TopOverview overview)
    {
        var table = Table("when", "region", "what happened", "took");
        foreach (var happened in overview.Events.Take(MostEvents))
        {
            var text = Markup.Escape(happened.Text);
            table.AddRow(
                Time(happened.At),
                Markup.Escape(happened.Region),
                happened.Severity switch { "critical" => $"[red]{text}[/]", "warning" => $"[yellow]{text}[/]", "good" => $"[green]{text}[/]", _ => text },
                Seconds(happened.DurationSeconds));
        }

        return table;
    }

    private static Table Table(params string[] columns)
    {
        var table = new Table().Border(TableBorder.Simple).Expand();
        foreach (var column in columns)
        {
            table.AddColumn(new TableColumn($"[grey]{column}[/]").NoWrap());
        }

        return table;
    }

    private static string State(string state) => state switch
    {
        "serving" or "active" or "inSync" => $"[green]{Words(state)}[/]",
        "joining" or "draining" or "catchingUp" or "impaired" or "suspect" => $"[yellow]{Words(state)}[/]",
        "unknown" => $"[grey]{Words(state)}[/]",
        _ => $"[red]{Markup.Escape(Words(state))}[/]",
    };

    // inSync is "in sync".
    private static string Words(string name) => string.Concat(name.Select(static letter => char.IsAsciiLetterUpper(letter) ? $" {char.ToLowerInvariant(letter)}" : $"{letter}"));

    private static string Bad(string text, bool isBad) => isBad ? $"[red]{text}[/]" : text;

    private static string Age(DateTimeOffset now, DateTimeOffset? asOf) => asOf is not { } then ? "-" : Bad(Seconds(Math.Round((now - then).TotalSeconds, 1)), now - then > Old);

    private static string Time(DateTimeOffset time) => time.ToLocalTime().ToString("HH:mm:ss", CultureInfo.InvariantCulture);

    private static string Number(double value, string unit) => $"{value.ToString(value < 10 ? "0.#" : "0", CultureInfo.InvariantCulture)} {unit}";
}
