using System.Diagnostics;

namespace ActiveActive.TestKit.Regions;

/// <summary>Silo processes of an owner that was killed: they end by themselves, but may still be at it.</summary>
internal static class Leftovers
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(1);

    /// <summary>Waits for them, then kills what is left.</summary>
    public static async Task End(RegionFile file, Action<int> onWaiting, CancellationToken cancellation)
    {
        var processes = file.Silos.Select(Find).OfType<Process>().ToArray();
        if (processes.Length == 0)
        {
            return;
        }

        onWaiting(processes.Length);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Patience);
        foreach (var process in processes)
        {
            try
            {
                await process.WaitForExitAsync(limit.Token);
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                process.Kill();
                await process.WaitForExitAsync(cancellation);
            }

            process.Dispose();
        }
    }

    // A process id alone may belong to another program by now; together with its start it names one process.
    private static Process? Find(RegionFile.Silo silo)
    {
        if (silo is not { ProcessId: { } id, StartedAt: { } startedAt })
        {
            return null;
        }

        try
        {
            var process = Process.GetProcessById(id);
            if ((process.StartTime.ToUniversalTime() - startedAt).Duration() < Tolerance)
            {
                return process;
            }

            process.Dispose();
        }
        catch (Exception error) when (error is ArgumentException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            // It has ended.
        }

        return null;
    }
}
