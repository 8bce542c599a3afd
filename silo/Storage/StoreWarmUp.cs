using System.Globalization;
using ActiveActive.Silo.Security;
using ActiveActive.State.Storage;
using Microsoft.Extensions.Logging;

namespace ActiveActive.Silo.Storage;

/// <summary>
/// Opens the first connections before a silo joins, and lets them prepare what every call needs. A silo that has just started is given grains at once, and without this their first
/// callers waited for connections, for the server to read each statement several times, and for the code behind them.
/// </summary>
internal sealed class StoreWarmUp(EncryptedStateStore store, ILogger<StoreWarmUp> log)
{
    private const int Connections = 4;

    /// <summary>Npgsql prepares a statement at its fifth use, and the tasks below may share connections. The committer's own are all used, too.</summary>
    private const int Uses = 8;

    public async Task Run(CancellationToken cancellation)
    {
        try
        {
            await Task.WhenAll(Enumerable.Range(0, Connections).Select(number => One(number, cancellation)));
        }
#pragma warning disable CA1031 // It only saves time: a silo starts without it.
        catch (Exception error) when (!cancellation.IsCancellationRequested)
#pragma warning restore CA1031
        {
            log.NotWarmedUp(error.Message);
        }
    }

    private async Task One(int number, CancellationToken cancellation)
    {
        // Of a version that nothing has: it finds nothing and writes nothing.
        var key = new StateKey("warm-up", number.ToString(CultureInfo.InvariantCulture), "none");
        var conflicting = new StateWrite(key, long.MaxValue - 1, Guid.Empty, ChangesState: true, 0, [], [], []);
        for (var use = 0; use < Uses; use++)
        {
            await store.Load(key, cancellation);
            await store.Commit(conflicting, cancellation);
        }
    }
}
