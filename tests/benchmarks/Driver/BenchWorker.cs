using System.Text.Json;

namespace ActiveActive.Benchmarks.Driver;

/// <summary>
/// The inside of a load process, started by <see cref="BenchProcess"/>: reads its setup as one line of standard input, connects, says <c>ready</c> when a first call was answered, then
/// carries out the orders that come line by line and answers each with a line; ends when its input ends.
/// </summary>
internal static class BenchWorker
{
    /// <summary>The program's argument for it.</summary>
    public const string Argument = "bench";

    public const string Ready = "ready";

    /// <returns>The process's exit code.</returns>
    public static async Task<int> Run(Func<BenchSetup, Task<IBenchDriver>> connect)
    {
        if (await Console.In.ReadLineAsync() is not { } setup)
        {
            return 1;
        }

        await using var driver = await connect(JsonSerializer.Deserialize<BenchSetup>(setup)!);
        await Console.Out.WriteLineAsync(Ready);
        while (await Console.In.ReadLineAsync() is { } order)
        {
            var result = await driver.Carry(JsonSerializer.Deserialize<BenchOrder>(order)!);
            await Console.Out.WriteLineAsync(JsonSerializer.Serialize(result));
        }

        return 0;
    }
}
