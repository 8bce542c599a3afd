using ActiveActive.Benchmarks.Driver;
using Npgsql;

namespace ActiveActive.Benchmarks;

/// <summary>
/// What the database can do at most with our way of writing: bare Npgsql sends our own flush statement, with no grain, no call and no Orleans. As many writes are waiting as callers are in flight:
/// half of them under way on each of two connections, as in a silo under load.
/// </summary>
internal sealed class RawDriver : IBenchDriver
{
    /// <summary>The program's argument for it.</summary>
    public const string Argument = "raw";

    /// <summary>As <c>StorageOptions</c> has them by default.</summary>
    private const int Connections = 2;
    private const int MostRows = 1_000;

    private readonly ClosedLoop _closed = new(TimeProvider.System);
    private readonly NpgsqlDataSource _database;
    private readonly RawConnection[] _connections;
    private long[] _versions = [];

    private RawDriver(NpgsqlDataSource database, RawConnection[] connections)
    {
        _database = database;
        _connections = connections;
    }

    public static async Task<IBenchDriver> Connect(BenchSetup setup)
    {
        var database = NpgsqlDataSource.Create(setup.Database);
        var connections = new RawConnection[Connections];
        for (var i = 0; i < Connections; i++)
        {
            connections[i] = await RawConnection.Open(database);
        }

        return new RawDriver(database, connections);
    }

    /// <summary>Rows of one flush, and connections that send them, for so many callers in flight.</summary>
    public static (int Rows, int Connections) Shape(int inFlight) => inFlight < Connections ? (1, 1) : (Math.Min(inFlight / Connections, MostRows), Connections);

    public async Task<BenchResult> Carry(BenchOrder order)
    {
        var (rows, connections) = Shape(order.InFlight);
        Array.Resize(ref _versions, Math.Max(_versions.Length, order.First + order.Grains));
        for (var i = 0; i < connections; i++)
        {
            // Each connection has grains of its own, so that neither waits for the other's rows.
            var first = order.Grains * i / connections;
            _connections[i].Begin(_versions, order.First + first, (order.Grains * (i + 1) / connections) - first, rows, order.Payload, order.Begin);
        }

        var plan = new LoopPlan(connections, order.WarmUp, order.Once || order.Calls is not null ? null : order.Seconds, order.Calls / rows);
        return await _closed.Run(plan, (slot, turn) => order.Once && turn * rows >= _connections[slot].Grains ? null : _connections[slot].Flush());
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var connection in _connections)
        {
            await connection.DisposeAsync();
        }

        await _database.DisposeAsync();
    }
}
