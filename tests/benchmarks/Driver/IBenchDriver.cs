namespace ActiveActive.Benchmarks.Driver;

/// <summary>Carries out orders, one at a time.</summary>
internal interface IBenchDriver : IAsyncDisposable
{
    Task<BenchResult> Carry(BenchOrder order);
}
