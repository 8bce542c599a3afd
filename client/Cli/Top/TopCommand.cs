using System.CommandLine;
using System.Text.Json;
using ActiveActive.Cli.Output;
using ActiveActive.TestKit.Regions;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace ActiveActive.Cli.Top;

/// <summary><c>aactl top</c>: the whole system at a glance, live.</summary>
internal static class TopCommand
{
    private static readonly TimeSpan KeyPeriod = TimeSpan.FromMilliseconds(100);

    /// <summary>A single look waits so long for silos and regions that were not asked before.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(4);

    /// <summary>What is not older is how it is now.</summary>
    private static readonly TimeSpan New = TimeSpan.FromSeconds(2);

    public static Command Create()
    {
        var data = new Option<string>("--data") { Description = "Data folder of what `aactl up` runs, one region or several", HelpName = "folder", DefaultValueFactory = static _ => RegionFolder.Default };
        var urls = new Option<string[]>("--url") { Description = "HTTP address of any silo, instead of --data; may be given several times", HelpName = "url" };
        var once = new Option<bool>("--once") { Description = "Print one picture and end" };
        var command = new Command("top", "Show all regions, silos and links live, as any silo knows them; q or Ctrl-C ends it") { data, urls, once };
        command.Validators.Add(line =>
        {
            if (line.GetResult(urls) is { Implicit: false } && line.GetResult(data) is { Implicit: false })
            {
                line.AddError("--data and --url exclude each other: name the silos by one of them.");
            }

            foreach (var url in (line.GetValue(urls) ?? []).Where(static url => !Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https")))
            {
                line.AddError($"--url is '{url}'; give an address such as http://10.1.0.4:8080.");
            }
        });
        command.Runs(context => Run(context, context.Get(urls) is { Length: > 0 } given ? [.. given.Select(static url => new Uri(url))] : Running(context.Get(data)!), context.Get(once)));
        return command;
    }

    /// <summary>The silos that run from a data folder, of its region or of the regions in its folders.</summary>
    /// <exception cref="RegionException">There are none.</exception>
    internal static IReadOnlyList<Uri> Running(string dataFolder)
    {
        var root = new RegionFolder(dataFolder);
        RegionFolder[] inside = Directory.Exists(root.Root) ? [.. Directory.EnumerateDirectories(root.Root).Order(StringComparer.Ordinal).Select(static folder => new RegionFolder(folder))] : [];
        var silos = inside.Prepend(root).Where(RegionLock.IsHeld).Select(static folder => RegionFile.Read(folder.RegionFile)).OfType<RegionFile>().SelectMany(static file => file.Silos).Select(static silo => new Uri($"http://127.0.0.1:{silo.Ports.Http}")).ToList();
        return silos.Count > 0 ? silos : throw new RegionException($"No region runs in the data folder '{root.Root}'. Start one with `{ProgramName.Current} up --data {dataFolder}`, or name a silo with --url.");
    }

    private static async Task<int> Run(CommandContext context, IReadOnlyList<Uri> silos, bool once)
    {
        using var source = new TopSource(silos);
        try
        {
            if (once)
            {
                await Once(context, source);
            }
            else if (context.Terminal.IsJson || !context.Terminal.Console.Profile.Out.IsTerminal)
            {
                await Lines(context, source);
            }
            else
            {
                await Live(context, source);
            }
        }
        catch (OperationCanceledException) when (context.Cancellation.IsCancellationRequested)
        {
            // That is how it ends.
        }

        return ExitCode.Ok;
    }

    private static async Task Once(CommandContext context, TopSource source)
    {
        using var settled = CancellationTokenSource.CreateLinkedTokenSource(context.Cancellation);
        (TopOverview? Overview, string Sent) last = (null, "");
        try
        {
            await foreach (var next in source.Read(settled.Token))
            {
                if (last.Overview is null)
                {
                    settled.CancelAfter(Settling);
                }

                last = next.Overview is null ? last : next;
                if (next.Overview is { } overview && IsWhole(overview))
                {
                    break;
                }
            }
        }
        catch (OperationCanceledException) when (!context.Cancellation.IsCancellationRequested)
        {
            // Not all of them answer; that is shown.
        }

        if (last.Overview is { } shown)
        {
            using var sent = JsonDocument.Parse(last.Sent);
            context.Terminal.Answer(sent.RootElement, console => console.Write(TopFrame.Of(shown, null)));
        }
    }

    /// <summary>Whether it says of all how they are now: what nobody looked at comes with the first overview as it was when somebody looked last.</summary>
    internal static bool IsWhole(TopOverview overview) =>
        overview.Regions.All(region => region.Figures is not null && IsNew(overview, region.AsOf)) && overview.Silos.All(silo => silo.Status != "active" || (silo.Figures is not null && IsNew(overview, silo.AsOf)));

    private static bool IsNew(TopOverview overview, DateTimeOffset? asOf) => overview.AsOf - asOf <= New;

    private static async Task Lines(CommandContext context, TopSource source)
    {
        await foreach (var (overview, sent) in source.Read(context.Cancellation))
        {
            if (overview is null)
            {
                context.Terminal.Note("No silo answers at present; asking on.");
            }
            else if (context.Terminal.IsJson)
            {
                using var json = JsonDocument.Parse(sent);
                context.Terminal.Event(json.RootElement, "");
            }
            else
            {
                context.Terminal.Answer(overview, console => console.Write(TopFrame.Of(overview, null)));
            }
        }
    }

    private static async Task Live(CommandContext context, TopSource source)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.Cancellation);
        var keys = WatchKeys(end);
        TopOverview? last = null;
        try
        {
            IRenderable first = new Text("Asking the silos ...");
            await context.Terminal.Console.Live(first).Overflow(VerticalOverflow.Crop).Cropping(VerticalOverflowCropping.Bottom).StartAsync(async live =>
            {
                await foreach (var (overview, _) in source.Read(end.Token))
                {
                    last = overview ?? last;
                    live.UpdateTarget(TopFrame.Of(last!, overview is null ? "no silo answers at present; asking on" : null));
                }
            });
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // q
        }
        finally
        {
            await end.CancelAsync();
            await keys;
        }
    }

    private static async Task WatchKeys(CancellationTokenSource end)
    {
        while (!end.IsCancellationRequested)
        {
            if (!Console.IsInputRedirected && Console.KeyAvailable && Console.ReadKey(intercept: true).KeyChar is 'q' or 'Q')
            {
                await end.CancelAsync();
            }

            await Task.Delay(KeyPeriod, end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
