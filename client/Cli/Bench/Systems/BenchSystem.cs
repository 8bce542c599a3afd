using ActiveActive.Benchmarks.Driver;

namespace ActiveActive.Cli.Bench.Systems;

/// <summary>One of the systems that take turns.</summary>
/// <param name="Name">As <c>bench.json</c> names it.</param>
/// <param name="Title">As tables and pictures name it.</param>
/// <param name="Work">What its calls do.</param>
/// <param name="Carry">Carries out an order.</param>
internal sealed record BenchSystem(string Name, string Title, BenchWork Work, Func<BenchOrder, CancellationToken, Task<BenchResult>> Carry);
