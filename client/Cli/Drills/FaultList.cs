using ActiveActive.Cli.Drills.Faults;
using ActiveActive.Cli.Output;
using Spectre.Console;

namespace ActiveActive.Cli.Drills;

/// <summary>Tells which faults there are, and which of them cannot be tried here.</summary>
internal static class FaultList
{
    public static Task<int> Write(Terminal terminal)
    {
        var faults = FaultCatalog.All.Select(static fault => new { fault.Name, fault.Description, fault.Seconds, Missing = MachineNeeds.Missing(fault.Needs) }).ToList();
        terminal.Answer(faults, console =>
        {
            var table = new Table().Border(TableBorder.Rounded).AddColumn("fault").AddColumn("what goes wrong").AddColumn(new TableColumn("seconds").RightAligned());
            foreach (var fault in faults)
            {
                table.AddRow(new Text(fault.Name), new Text(fault.Missing is null ? fault.Description : $"{fault.Description} (cannot be tried here: {fault.Missing})"), new Text($"{fault.Seconds}"));
            }

            console.Write(table);
        });
        return Task.FromResult(ExitCode.Ok);
    }
}
