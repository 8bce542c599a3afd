using System.Collections.Concurrent;
using ActiveActive.TestKit.History;
using ActiveActive.TestKit.Load;

namespace ActiveActive.Tests.Unit.Drills;

/// <summary>The generator itself: a load that never made a swap would prove nothing about swaps.</summary>
public sealed class LoadTests
{
    [Fact]
    public async Task Grains_take_turns_half_are_reads_and_every_kind_is_made()
    {
        var operations = await Run();
        Assert.All(Enum.GetValues<OperationKind>(), kind => Assert.Contains(operations, operation => operation.Kind == kind));
        Assert.InRange(operations.Count(operation => operation.IsRead), operations.Count * 0.4, operations.Count * 0.6);
        var perGrain = operations.CountBy(operation => operation.Grain).Select(grain => grain.Value).ToList();
        Assert.Equal(12, perGrain.Count);
        Assert.InRange(perGrain.Max() - perGrain.Min(), 0, 1);
    }

    [Fact]
    public async Task Every_text_is_written_once_and_a_swap_expects_one_that_was_seen()
    {
        var operations = await Run();
        var written = operations.Where(operation => operation is { IsOnRegister: true, IsRead: false }).ToList();
        Assert.Distinct(written.Select(operation => operation.Text));
        var texts = written.Select(operation => operation.Text).ToHashSet();
        Assert.All(written.Where(operation => operation.Kind == OperationKind.RegisterSwap), swap => Assert.Contains(swap.Expected, texts));
        Assert.Contains(written, operation => operation is { Kind: OperationKind.RegisterSwap, Outcome: Outcome.Ok });
    }

    private static async Task<List<Operation>> Run()
    {
        var file = Path.GetTempFileName();
        try
        {
            await using (var history = HistoryFile.Create(file))
            {
                var plan = new LoadPlan { Seed = 1, Seconds = 1, Rate = 2400, Counters = ["1", "2", "3"], Accounts = ["1", "2", "3"], Registers = ["1", "2", "3"], Carts = ["1", "2", "3"] };
                await new LoadGenerator(new Memory(), plan, history).Run(CancellationToken.None);
            }

            return [.. HistoryFile.Read(file)];
        }
        finally
        {
            File.Delete(file);
        }
    }

    private sealed class Memory : ILoadTarget
    {
        private readonly ConcurrentDictionary<string, string> _registers = new();

        public bool MayRepeat => true;

        public Task<Answer> Call(Operation operation, int attempt)
        {
            if (operation.Kind == OperationKind.RegisterSwap && _registers.GetValueOrDefault(operation.Key) != operation.ExpectedTag)
            {
                throw new RefusedException("precondition-failed", "It holds another text.");
            }

            var text = operation is { IsOnRegister: true, IsRead: false } ? _registers[operation.Key] = operation.Text! : _registers.GetValueOrDefault(operation.Key);
            return Task.FromResult(operation.IsOnRegister ? new Answer(0, 0, text, text) : new Answer(1, 1));
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
