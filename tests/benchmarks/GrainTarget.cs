using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using ActiveActive.Benchmarks.Driver;

namespace ActiveActive.Benchmarks;

/// <summary>The grains as a client calls them, of either system.</summary>
/// <param name="grains">The client.</param>
/// <param name="disconnect">Ends it.</param>
internal sealed class GrainTarget(IGrainFactory grains, Func<ValueTask> disconnect) : IBenchTarget
{
    private readonly Lazy<IHotBenchGrain> _hot = new(() => grains.GetGrain<IHotBenchGrain>("bench-0")); // a region of the silo host has none
    private readonly ConcurrentDictionary<int, IBenchGrain> _plain = new();
    private readonly ConcurrentDictionary<int, IDurableBenchGrain> _durable = new();
    private readonly ConcurrentDictionary<int, ISharedRegisterGrain> _shared = new();

    // As an application does that calls a grain again and again: Orleans looks up the attributes of the interface each time that it is asked for a reference.
    public Task Call(BenchWork work, int grain, int payload) => work switch
    {
        BenchWork.Write => Plain(grain).Write(payload),
        BenchWork.DurableWrite => _durable.GetOrAdd(grain, static (number, all) => all.GetGrain<IDurableBenchGrain>(Key(number)), grains).Write(payload),
        BenchWork.HotWrite => _hot.Value.Add(1),
        BenchWork.SharedWrite => _shared.GetOrAdd(grain, static (number, all) => all.GetGrain<ISharedRegisterGrain>(Key(number)), grains).Write(Text(payload)),
        BenchWork.Read => Plain(grain).Read(),
        _ => throw new ArgumentOutOfRangeException(nameof(work), work, "No call does this."),
    };

    public Task FirstCall(string variant) => variant == Variant.Region ? grains.GetGrain<ISharedRegisterGrain>("first").Get() : grains.GetGrain<IBenchGrain>("first").Read();

    public async Task<NodeMemory> Collect()
    {
        var report = await grains.GetGrain<INodeGrain>("only").Collect();
        return new NodeMemory(report.WorkingSet, report.Heap);
    }

    public ValueTask DisposeAsync() => disconnect();

    // Random, as what is random cannot be packed smaller than it is.
    private static string Text(int payload) => RandomNumberGenerator.GetString("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_", payload);

    private static string Key(int grain) => string.Create(CultureInfo.InvariantCulture, $"bench-{grain}");

    private IBenchGrain Plain(int grain) => _plain.GetOrAdd(grain, static (number, all) => all.GetGrain<IBenchGrain>(Key(number)), grains);
}
