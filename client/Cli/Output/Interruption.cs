using System.Runtime.InteropServices;

namespace ActiveActive.Cli.Output;

/// <summary>Turns Ctrl-C, SIGTERM and SIGHUP into cancellation: the first one asks the command to end in order, the next ones to hurry.</summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _requested = new();
    private readonly CancellationTokenSource _hurry = new();
    private readonly List<PosixSignalRegistration> _registrations = [];

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
        (_requested.IsCancellationRequested ? _hurry : _requested).Cancel();
    }
}
