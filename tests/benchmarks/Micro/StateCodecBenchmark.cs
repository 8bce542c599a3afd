using ActiveActive.State.Storage;
using ActiveActive.State.Updates;
using BenchmarkDotNet.Attributes;

namespace ActiveActive.Benchmarks.Micro;

/// <summary>A state's way to its row and back.</summary>
public class StateCodecBenchmark
{
    private static readonly StateKey Key = new("bench", "bench-1", "bench");
    private Document _state = new();
    private StateRow _row = new(1, 1, null);

    /// <summary>Bytes of the state's content.</summary>
    [Params(200, 10_000)]
    public int Payload { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        _state = new Document { Number = 17, Payload = new byte[Payload] };
        new Random(Payload).NextBytes(_state.Payload);
        _row = new StateRow(1, 1, Write());
    }

    [Benchmark]
    public byte[] Write() => StateCodec<Document>.Instance.Write(_state);

    [Benchmark]
    public object Read() => StateCodec<Document>.Instance.Read(Key, _row);

    [Benchmark]
    public object Copy_for_an_update() => StateCodec<Document>.Instance.Private(_state);
}
