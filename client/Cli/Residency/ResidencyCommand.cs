using System.CommandLine;
using ActiveActive.Cli.Output;
using ActiveActive.Database.Residency;
using Spectre.Console;

namespace ActiveActive.Cli.Residency;

/// <summary><c>aactl residency</c>: what a region really holds of each jurisdiction.</summary>
internal static class ResidencyCommand
{
    public static Command Create()
    {
        var command = new Command("residency", "Show what of each jurisdiction a region's database really holds");
        var audit = new Command("audit", "Read every key in every table, and in every entry of the log. Exit code 1 when there is something that the region may not hold. With shards: once for each, by --database");
        var choice = new RegionChoice(audit);
        audit.Runs(context => Audit(context, choice));
        command.Add(audit);
        return command;
    }

    private static async Task<int> Audit(CommandContext context, RegionChoice choice)
    {
        var region = choice.Require(context);
        var held = (await ResidencyAudit.ReadAsync(region.Database, context.Cancellation))
            .Select(one => new { one.Table, one.Jurisdiction, one.Regions, one.Count, one.Example, IsAllowed = one.Regions.Contains(region.Name) })
            .ToList();
        var encrypted = await ResidencyAudit.EncryptedAsync(region.Database, context.Cancellation);
        var wrong = held.Count(static one => !one.IsAllowed);
        context.Terminal.Answer(new { Region = region.Name, Held = held, Violations = wrong, NotLookedInto = encrypted }, console =>
        {
            var table = new Table().AddColumns("jurisdiction", "may be held in", "table", "rows", "least key", "");
            held.ForEach(one => table.AddRow(Markup.Escape(one.Jurisdiction), string.Join(", ", one.Regions), one.Table, $"{one.Count}", Markup.Escape(one.Example), one.IsAllowed ? "" : "NOT ALLOWED HERE"));
            console.Write(table);
            console.Profile.Out.Writer.WriteLine(wrong == 0
                ? $"Region {region.Name} holds nothing that it may not hold."
                : $"Region {region.Name} holds what it may not hold. Find out how it came here (logs 1812 and 1813 of all regions), then delete it, also in the backups.");
            if (encrypted > 0)
            {
                console.Profile.Out.Writer.WriteLine($"{encrypted} entries of the log are encrypted and were not looked into. Silos did, when they took them (logs 1812 and 1813).");
            }
        });
        return wrong == 0 ? ExitCode.Ok : ExitCode.Failed;
    }
}
