using System.CommandLine;
using ActiveActive.Cli.Output;
using ActiveActive.TestKit.Regions;
using Spectre.Console;

namespace ActiveActive.Cli.Regions;

/// <summary><c>aactl regions</c>: how a region and its peers are, whether their replicated states are the same, and how to mend them.</summary>
internal static class RegionsCommand
{
    public static Command Create()
    {
        var command = new Command("regions", "Show, compare and mend the replicated states of a region and its peers");
        command.Add(CreateStatus());
        command.Add(CreateVerify());
        command.Add(CreateRepair());
        return command;
    }

    private static Command CreateStatus()
    {
        var command = new Command("status", "Show how far a region and its peers have each other's changes (exit code 1 when a peer does not answer or a region is not whole)");
        var choice = new RegionChoice(command);
        command.Runs(context => With(context, choice, async regions =>
        {
            var status = await regions.Status();
            context.Terminal.Answer(status, console => Write(console, status));
            return status.IsWhole && Array.TrueForAll(status.Peers, static peer => peer is { Problem: null, IsWhole: true }) ? ExitCode.Ok : ExitCode.Failed;
        }));
        return command;
    }

    private static Command CreateVerify()
    {
        var command = new Command("verify", "Compare all replicated states of a region with its peers' (exit code 1 when they differ). Each region reads all of its own once");
        var peer = new Option<string?>("--with") { Description = "Compare with this peer only", HelpName = "region" };
        command.Add(peer);
        var choice = new RegionChoice(command);
        command.Runs(context => With(context, choice, async regions =>
        {
            var compared = new List<ComparedRegions>();
            foreach (var name in context.Get(peer) is { } one ? [one] : (await regions.Status()).Peers.Select(static peer => peer.Name))
            {
                compared.Add(await regions.Verify(name));
            }

            return Answer(context, compared);
        }));
        return command;
    }

    private static Command CreateRepair()
    {
        var command = new Command(
            "repair",
            "Fetch what replicated states of a region lack and a peer has. A state that was altered is replaced only when you name it: see with `verify` which regions agree, and take it from one of them");
        var from = new Option<string>("--from") { Description = "The peer to take from", HelpName = "region", Required = true };
        var key = new Option<string?>("--key") { Description = "Replace this one state by the peer's, as type/key/name, whatever this region has", HelpName = "state" };
        command.Add(from);
        command.Add(key);
        var choice = new RegionChoice(command);
        command.Runs(context => With(context, choice, async regions =>
        {
            if (context.Get(key) is not { } state)
            {
                return Answer(context, [await regions.Fetch(context.Get(from)!)]);
            }

            var (type, grain, name) = Split(state);
            var was = await regions.Replace(context.Get(from)!, type, grain, name);
            context.Terminal.Answer(
                new { Key = state, From = context.Get(from), Was = was },
                console => console.WriteLine(was == "Same" ? "The two were the same; nothing was done." : $"{state} is that of {context.Get(from)} now (it was: {was}). Compare again with `aactl regions verify`."));
            return ExitCode.Ok;
        }));
        return command;
    }

    // A grain's key may have slashes; type and name have none.
    private static (string Type, string Key, string Name) Split(string state) =>
        state.IndexOf('/', StringComparison.Ordinal) is > 0 and var first && state.LastIndexOf('/') is var last && last > first + 1 && last < state.Length - 1
            ? (state[..first], state[(first + 1)..last], state[(last + 1)..])
            : throw new CliException($"'{state}' names no state. Write the grain's type, its key and the state's name with slashes between them, as `aactl regions verify` does.");

    private static async Task<int> With(CommandContext context, RegionChoice choice, Func<IRegionsGrain, Task<int>> what)
    {
        var region = choice.Require(context);
        await using var client = await RegionClient.Connect(region.Name, region.Database, cancellation: context.Cancellation);
        return await what(client.Grains.GetGrain<IRegionsGrain>(0)).WaitAsync(context.Cancellation);
    }

    private static int Answer(CommandContext context, IReadOnlyList<ComparedRegions> compared)
    {
        context.Terminal.Answer(compared, console =>
        {
            foreach (var one in compared)
            {
                Write(console, one);
            }
        });
        return compared.All(static one => Array.TrueForAll(one.Differences, static state => state.IsMended || state.How == "Changing")) ? ExitCode.Ok : ExitCode.Failed;
    }

    private static void Write(IAnsiConsole console, ComparedRegions compared)
    {
        console.WriteLine($"{compared.Region} has {compared.States} replicated states, {compared.Peer} {compared.PeersStates}. {compared.Looked} were looked at one by one; {compared.Differences.Length + compared.More} differ.");
        if (compared.Differences.Length == 0)
        {
            return;
        }

        var table = new Table().Border(TableBorder.Rounded).AddColumns("state", "how", $"{Markup.Escape(compared.Region)} has seen", $"{Markup.Escape(compared.Peer)} has seen");
        foreach (var state in compared.Differences)
        {
            table.AddRow(
                Markup.Escape($"{state.GrainType}/{state.GrainKey}/{state.Name}"),
                state.IsMended ? "fetched" : Words(state.How, compared),
                Markup.Escape(state.Seen ?? "-"),
                Markup.Escape(state.PeerSeen ?? "-"));
        }

        console.Write(table);
        if (compared.More > 0)
        {
            console.WriteLine($"And {compared.More} more.");
        }
    }

    private static string Words(string how, ComparedRegions compared) => Markup.Escape(how switch
    {
        "LacksHere" => $"{compared.Region} lacks changes: repair it there from {compared.Peer}",
        "LacksThere" => $"{compared.Peer} lacks changes: repair it there from {compared.Region}",
        "LacksBoth" => "each lacks changes of the other: repair both",
        "Altered" => "same changes, different value: compare with a third region, then replace the wrong one with --key",
        "UnreadableHere" => $"{compared.Region} cannot read its row: replace it there with --key",
        "UnreadableThere" => $"{compared.Peer} cannot read its row: replace it there with --key",
        "Held" => "changes of it are put aside",
        "Changing" => "changes too often to be compared; no damage is known",
        _ => how,
    });

    private static void Write(IAnsiConsole console, RegionsStatus status)
    {
        console.WriteLine($"Region {status.Region} {(status.IsWhole ? "is whole" : "is NOT whole: it rejoins, or takes a snapshot, and does not write replicated state")}; {status.Aside} changes are put aside.");
        var peers = new Table().Border(TableBorder.Rounded).AddColumns("peer", "whole", "not stored here", "not applied here", "not applied there", "");
        foreach (var peer in status.Peers)
        {
            peers.AddRow(
                Markup.Escape(peer.Name),
                peer.Problem is not null ? "-" : peer.IsWhole ? "yes" : "no",
                $"{peer.NotStoredHere}",
                $"{peer.NotAppliedHere}",
                $"{peer.NotAppliedThere}",
                Markup.Escape(peer.Problem ?? ""));
        }

        console.Write(peers);
        var streams = new Table().Border(TableBorder.Rounded).AddColumns("stream", "stored", "applied", "kept");
        foreach (var stream in status.Streams)
        {
            streams.AddRow(Markup.Escape(stream.Name), $"{stream.Stored}", $"{stream.Applied}", $"{stream.Kept}");
        }

        console.Write(streams);
    }
}
