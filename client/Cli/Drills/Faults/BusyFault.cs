using System.Diagnostics;
using System.Globalization;
using ActiveActive.TestKit.Regions;

namespace ActiveActive.Cli.Drills.Faults;

/// <summary>
/// Other programs take most of the machine for a while, so that far more calls come than can be served. Nobody may be taken for dead, and what has piled up must be gone soon after: an overload that lives on by its own retries
/// has not (metastable failure: Bronson et al., HotOS 2021).
/// </summary>
internal sealed class BusyFault : IFault
{
    private const int ProgramsPerProcessor = 7;
    private static readonly TimeSpan Busy = TimeSpan.FromSeconds(20);

    public string Name => "busy";

    public string Description => $"{ProgramsPerProcessor} programs for each processor that do nothing but run, for {Busy.TotalSeconds:0} s";

    public FaultGoal Goal => new(Recovery: 10);

    public int Seconds => 45;

    public FaultNeeds Needs => FaultNeeds.Sessions;

    public async Task Run(FaultContext context, CancellationToken cancellation)
    {
        var programs = ProgramsPerProcessor * Environment.ProcessorCount;
        context.Injected($"{programs} programs run");
        var running = Enumerable.Range(0, programs).Select(static _ => Start()).ToList();
        try
        {
            await Task.WhenAll(running.Select(program => program.WaitForExitAsync(cancellation)));
        }
        finally
        {
            foreach (var program in running)
            {
                program.Kill(entireProcessTree: true);
                program.Dispose();
            }
        }

        context.Healed("they have ended");
    }

    // Each in a session of its own: Linux gives each session the same share of the processors (autogroup), however many programs it has. It ends by itself, also when the drill is killed.
    private static Process Start() =>
        Process.Start(new ProcessStartInfo("setsid", ["timeout", Busy.TotalSeconds.ToString(CultureInfo.InvariantCulture), "sh", "-c", "while :; do :; done"]))
        ?? throw new RegionException("The program 'setsid' could not be started.");
}
