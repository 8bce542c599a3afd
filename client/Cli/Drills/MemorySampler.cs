using System.Diagnostics;
using ActiveActive.TestKit;

namespace ActiveActive.Cli.Drills;

/// <summary>Looks now and then how much memory processes hold.</summary>
internal sealed class MemorySampler(Func<IEnumerable<(string Name, int? ProcessId)>> processes)
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);
    private readonly List<MemorySample> _samples = [];

    /// <summary>Call after <see cref="Run"/> has ended.</summary>
    public IReadOnlyList<MemorySample> Samples => _samples;

    public async Task Run(CancellationToken until)
    {
        while (!until.IsCancellationRequested)
        {
            foreach (var (name, id) in processes())
            {
                Sample(name, id);
            }

            await Task.Delay(Period, until).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void Sample(string name, int? id)
    {
        try
        {
            if (id is { } processId)
            {
                using var process = Process.GetProcessById(processId);
                _samples.Add(new MemorySample(Clock.Now, name, processId, Math.Round(process.WorkingSet64 / 1048576.0, 1)));
            }
        }
        catch (Exception error) when (error is ArgumentException or InvalidOperationException)
        {
            // It has just ended.
        }
    }
}
