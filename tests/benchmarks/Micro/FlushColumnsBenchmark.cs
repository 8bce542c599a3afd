using ActiveActive.Silo.Storage.Flushes;
using ActiveActive.State.Storage;
using BenchmarkDotNet.Attributes;
using Npgsql;

namespace ActiveActive.Benchmarks.Micro;

/// <summary>Writes to the columns of a flush's statement.</summary>
public class FlushColumnsBenchmark
{
    private const int PayloadBytes = 336;
    private const int ReplyBytes = 40;
    private FlushColumns _columns = null!;
    private StateWrite[] _writes = [];

    /// <summary>Writes in the flush.</summary>
    [Params(1, 32, 1000)]
    public int Writes { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        _columns = new FlushColumns(new NpgsqlCommand(), withEntries: false, withDataKeys: false);
        _writes =
        [
            .. Enumerable.Range(0, Writes).Select(static i => new StateWrite(
                new StateKey("bench", $"bench-{i}", "bench"),
                i,
                Guid.CreateVersion7(),
                ChangesState: true,
                TypeVersion: 1,
                new byte[PayloadBytes],
                [new EffectRow(RequestId.New(DateTimeOffset.UtcNow), Guid.Empty, new byte[ReplyBytes], NotAfter: null)],
                [])),
        ];
    }

    [Benchmark]
    public void Fill_and_clear()
    {
        _columns.Fill(_writes);
        _columns.Clear();
    }
}
