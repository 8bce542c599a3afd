namespace ActiveActive.Benchmarks.Driver;

/// <summary>
/// Carries out orders by calls of grains. In a closed loop each slot walks round its own share of the grains, so that no grain has two calls at once, but for the one that all callers
/// change (<see cref="BenchWork.HotWrite"/>).
/// </summary>
internal sealed class GrainDriver(IBenchTarget target) : IBenchDriver
{
    private readonly ClosedLoop _closed = new(TimeProvider.System);

    public async Task<BenchResult> Carry(BenchOrder order)
    {
        if (order.Work == BenchWork.Collect)
        {
            return new BenchResult { Calls = 0, Seconds = 0, Latency = Latency.None, Memory = await target.Collect() };
        }

        return order.Rate > 0
            ? await OpenLoop.Real.Run(order.Rate, order.WarmUp, order.Seconds, number => target.Call(order.Work, NumberOf(order, (int)((order.Begin + number) % order.Grains)), order.Payload))
            : await _closed.Run(new LoopPlan(order.InFlight, order.WarmUp, order.Once || order.Calls is not null ? null : order.Seconds, order.Calls), (slot, turn) => Call(order, slot, turn));
    }

    public ValueTask DisposeAsync() => target.DisposeAsync();

    /// <summary>The number of the grain that a slot calls; null when the order is to call each once and the slot has called all of its share.</summary>
    public static int? GrainOf(BenchOrder order, int slot, long turn)
    {
        if (order.Work == BenchWork.HotWrite)
        {
            return order.Once && (slot > 0 || turn > 0) ? null : order.First;
        }

        var share = (order.Grains - slot + order.InFlight - 1) / order.InFlight;
        return share == 0 || (order.Once && turn >= share) ? null : NumberOf(order, slot + (order.InFlight * (int)((order.Begin + turn) % share)));
    }

    private static int NumberOf(BenchOrder order, int place) => order.First + (order.Stride * place);

    private Task<int>? Call(BenchOrder order, int slot, long turn) => GrainOf(order, slot, turn) is { } grain ? One(target.Call(order.Work, grain, order.Payload)) : null;

    private static async Task<int> One(Task call)
    {
        await call;
        return 1;
    }
}
