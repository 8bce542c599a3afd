using System.Diagnostics;
using ActiveActive.Cli.Output;
using ActiveActive.TestKit.Regions;
using Spectre.Console;

namespace ActiveActive.Cli.Up;

/// <summary>The life of one <c>aactl up</c>: start, say what runs and what to try, wait, stop.</summary>
internal static class UpSession
{
    public static async Task<int> Run(CommandContext context, RegionOptions options)
    {
        var terminal = context.Terminal;
        var clock = Stopwatch.StartNew();
        RegionRunner region;
        try
        {
            region = await RegionRunner.Start(options, happened => Report(terminal, happened), context.Cancellation);
        }
        catch (OperationCanceledException) when (context.Cancellation.IsCancellationRequested)
        {
            return ExitCode.Ok; // Ctrl-C during the start; everything is down again
        }

        await using (region)
        {
            if (terminal.IsJson)
            {
                terminal.Event(new { Event = "ready", region.Region, Seconds = clock.Elapsed.TotalSeconds, Silos = region.Silos.Select(Describe) }, "");
            }
            else
            {
                WriteSilos(terminal.Console, region, clock.Elapsed);
                WriteHints(terminal.Console, options, region);
            }

            await Interrupted(context.Cancellation);
            await region.Stop(context.Hurry);
        }

        return ExitCode.Ok;
    }

    private static void Report(Terminal terminal, RegionEvent happened) =>
        terminal.Event(
            new { Event = happened.Kind, happened.Message, Silo = happened.Silo is { } silo ? Describe(silo) : null },
            $"{DateTime.UtcNow:HH:mm:ss.f} {happened.Message}");

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

    private static void WriteSilos(IAnsiConsole console, RegionRunner region, TimeSpan took)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumns("silo", "pid", "silo port", "gateway port", "http port", "url", "state");
        foreach (var silo in region.Silos)
        {
            table.AddRow(silo.Name, $"{silo.ProcessId}", $"{silo.Ports.Silo}", $"{silo.Ports.Gateway}", $"{silo.Ports.Http}", silo.Url.ToString(), silo.State.ToString().ToLowerInvariant());
        }

        console.WriteLine();
        console.Write(table);
        console.WriteLine($"Region '{region.Region}' is up after {took.TotalSeconds:0.0} s.");
    }

    private static void WriteHints(IAnsiConsole console, RegionOptions options, RegionRunner region)
    {
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
