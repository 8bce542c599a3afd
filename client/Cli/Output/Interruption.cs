using System.Diagnostics;
using System.Runtime.InteropServices;

namespace ActiveActive.Cli.Output;

/// <summary>Turns Ctrl-C, SIGTERM and SIGHUP into cancellation: the first one asks the command to end in order, the next one to hurry.</summary>
/// <remarks>A signal within a second of the first is taken for the same: a terminal and a wrapper such as timeout(1) each may send their own.</remarks>
internal sealed class Interruption : IDisposable
{
    private static readonly TimeSpan SameSignal = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _requested = new();
    private readonly CancellationTokenSource _hurry = new();
    private readonly List<PosixSignalRegistration> _registrations = [];

    private long _requestedAt;

    public Interruption()
    {
        foreach (var signal in (PosixSignal[])[PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP])
        {
            _registrations.Add(PosixSignalRegistration.Create(signal, OnSignal));
        }
    }

    public CancellationToken Requested => _requested.Token;

    public CancellationToken Hurry => _hurry.Token;

    public void Dispose()
    {
        _registrations.ForEach(static registration => registration.Dispose());
        _requested.Dispose();
        _hurry.Dispose();
    }

    private void OnSignal(PosixSignalContext context)
    {
        context.Cancel = true;
        if (!_requested.IsCancellationRequested)
        {
            _requestedAt = Stopwatch.GetTimestamp();
            _requested.Cancel();
        }
        else if (Stopwatch.GetElapsedTime(_requestedAt) > SameSignal)
        {
            _hurry.Cancel();
        }
    }
}
