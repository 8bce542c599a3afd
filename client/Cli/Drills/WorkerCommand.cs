using System.CommandLine;
using ActiveActive.Cli.Output;
using ActiveActive.TestKit.Load;

namespace ActiveActive.Cli.Drills;

/// <summary>A client process of a drill, started by the drill itself.</summary>
internal static class WorkerCommand
{
    public const string Name = "drill-worker";

    public static Command Create()
    {
        var command = new Command(Name) { Hidden = true };
        command.Runs(static _ => LoadWorker.Run(static settings => settings.Elsewhere.Count == 0 ? RegionLoadTarget.Connect(settings) : LinkedLoadTarget.Connect(settings)));
        return command;
    }
}
