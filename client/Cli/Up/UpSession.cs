using System.Diagnostics;
using ActiveActive.Cli.Output;
using ActiveActive.TestKit.Regions;
using Spectre.Console;

namespace ActiveActive.Cli.Up;

/// <summary>The life of one <c>aactl up</c>: start, say what runs and what to try, wait, stop.</summary>
internal static class UpSession
{
    public static async Task<int> Run(CommandContext context, int regions, RegionOptions options)
    {
        var terminal = context.Terminal;
        var clock = Stopwatch.StartNew();
        IReadOnlyList<RegionRunner> all;
        Func<CancellationToken, Task> stop;
        try
        {
            if (regions == 1)
            {
                var region = await RegionRunner.Start(options, happened => Report(terminal, "", happened), context.Cancellation);
                (all, stop) = ([region], region.Stop);
            }
            else
            {
                var linked = await LinkedRegions.Start(options, regions, (region, happened) => Report(terminal, $"{region} ", happened), cancellation: context.Cancellation);
                (all, stop) = (linked.All, linked.Stop);
            }
        }
        catch (OperationCanceledException) when (context.Cancellation.IsCancellationRequested)
        {
            return ExitCode.Ok; // Ctrl-C during the start; everything is down again
        }

        try
        {
            if (terminal.IsJson)
            {
                foreach (var region in all)
                {
                    terminal.Event(new { Event = "ready", region.Region, Seconds = clock.Elapsed.TotalSeconds, Silos = region.Silos.Select(Describe) }, "");
                }
            }
            else
            {
                WriteSilos(terminal.Console, all, clock.Elapsed);
                WriteHints(terminal.Console, options, all);
            }

            await Interrupted(context.Cancellation);
        }
        finally
        {
            await stop(context.Hurry);
        }

        return ExitCode.Ok;
    }

    private static void Report(Terminal terminal, string region, RegionEvent happened) =>
        terminal.Event(
            new { Event = happened.Kind, happened.Message, Silo = happened.Silo is { } silo ? Describe(silo) : null },
            $"{DateTime.UtcNow:HH:mm:ss.f} {region}{happened.Message}");

    private static object Describe(RunningSilo silo) => new
    {
        silo.Name,
        silo.ProcessId,
        SiloPort = silo.Ports.Silo,
        GatewayPort = silo.Ports.Gateway,
        HttpPort = silo.Ports.Http,
        Url = silo.Url.ToString().TrimEnd('/'),
        silo.State,
        Log = silo.LogFile,
    };

    private static void WriteSilos(IAnsiConsole console, IReadOnlyList<RegionRunner> regions, TimeSpan took)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumns("region", "silo", "pid", "silo port", "gateway port", "http port", "url", "state");
        foreach (var (region, silo) in regions.SelectMany(static region => region.Silos, static (region, silo) => (region.Region, silo)))
        {
            table.AddRow(region, silo.Name, $"{silo.ProcessId}", $"{silo.Ports.Silo}", $"{silo.Ports.Gateway}", $"{silo.Ports.Http}", silo.Url.ToString(), silo.State.ToString().ToLowerInvariant());
        }

        console.WriteLine();
        console.Write(table);
        console.WriteLine(regions is [var only] ? $"Region '{only.Region}' is up after {took.TotalSeconds:0.0} s." : $"{regions.Count} regions are up after {took.TotalSeconds:0.0} s.");
    }

    private static void WriteHints(IAnsiConsole console, RegionOptions options, IReadOnlyList<RegionRunner> regions)
    {
        if (regions.Count > 1)
        {
            WriteHintsForRegions(console, options, regions);
            return;
        }

        var region = regions[0];
        var first = region.Silos[0];
        var other = region.Silos[^1];
        var data = options.DataFolder == new RegionOptions().DataFolder ? "" : $" --data {options.DataFolder}";
        console.WriteLine(
            $"""

            Try, in another terminal:
              curl -X POST {first.Url}v1/counters/hits/add -H 'Content-Type: application/json' -d '{"{"}"amount": 1{"}"}'
              curl {other.Url}v1/counters/hits
              kill -9 {first.ProcessId}    (and ask another silo)
              {ProgramName.Current} status{data}
              {ProgramName.Current} call counter hits add 1{data}

            Logs: {Path.GetDirectoryName(first.LogFile)}
            Ctrl-C stops everything; the data stay in {Path.GetFullPath(options.DataFolder)}.
            """);
        console.WriteLine();
    }

    private static void WriteHintsForRegions(IAnsiConsole console, RegionOptions options, IReadOnlyList<RegionRunner> regions)
    {
        var (here, there) = (regions[0].Silos[0].Url, regions[1].Silos[0].Url);
        const string Json = "-H 'Content-Type: application/json' -d";
        console.WriteLine(
            $"""

            Try, in another terminal. A cart is changed in two regions, and has both changes in each:
              curl -X POST {here}v1/carts/trip/put {Json} '{"{"}"item": "tent", "quantity": 1{"}"}'
              curl -X POST {there}v1/carts/trip/put {Json} '{"{"}"item": "tent", "quantity": 2{"}"}'
              curl {here}v1/carts/trip

            Two people write its note at the same moment; both are kept, until one of them decides:
              curl -X POST {here}v1/carts/trip/note {Json} '{"{"}"text": "north"{"}"}' & curl -X POST {there}v1/carts/trip/note {Json} '{"{"}"text": "south"{"}"}' & wait
              curl {here}v1/carts/trip
              curl -X POST {here}v1/carts/trip/note {Json} '{"{"}"text": "south it is"{"}"}'

            Logs and data: {string.Join(", ", regions.Select(region => Path.Combine(Path.GetFullPath(options.DataFolder), region.Region)))}
            `{ProgramName.Current} status --data` takes each of them. Ctrl-C stops everything; the data stay.
            """);
        console.WriteLine();
    }

    private static async Task Interrupted(CancellationToken cancellation)
    {
        try
        {
            await Task.Delay(Timeout.Infinite, cancellation);
        }
        catch (OperationCanceledException)
        {
            // That is what we waited for.
        }
    }
}
