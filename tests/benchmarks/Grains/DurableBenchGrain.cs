using ActiveActive.State;

namespace ActiveActive.Benchmarks;

[GrainType("bench-durable")]
internal sealed class DurableBenchGrain([DurableState("bench")] IDurableState<DurableBenchState> state) : Grain, IDurableBenchGrain
{
    public Task<long> Write(int payload) => state.Update(present =>
    {
        var number = present.Number + 1;
        return Change.To(new DurableBenchState { Number = number, Payload = BenchPayload.Of(payload, number) }, number);
    });
}
