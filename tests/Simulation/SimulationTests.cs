using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace ActiveActive.Tests.Simulation;

/// <summary>
/// Many small worlds. <c>AA_SIM_SECONDS</c> says for how long (20), or <c>AA_SIM_SEEDS</c> how many, from <c>AA_SIM_FIRST</c> (a new number each time); <c>AA_SIM_SEED</c> replays one.
/// </summary>
public sealed class SimulationTests(ITestOutputHelper output)
{
    private const int MostSeedsForABug = 10_000;

    [Fact]
    public void What_is_promised_holds()
    {
        if (Number("AA_SIM_SEED") is { } only)
        {
            new World((int)only).Run();
            return;
        }

        var first = (int)(Number("AA_SIM_FIRST") ?? Random.Shared.Next(1_000_000_000));
        var seeds = Number("AA_SIM_SEEDS");
        var limit = TimeSpan.FromSeconds(Number("AA_SIM_SECONDS") ?? 20);
        var began = Stopwatch.GetTimestamp();
        var counts = new ConcurrentDictionary<string, int>();
        var done = 0;
        var failure = Search(Plant.None, first, () => seeds is { } all ? done < all : Stopwatch.GetElapsedTime(began) < limit, world =>
        {
            Interlocked.Increment(ref done);
            foreach (var (what, count) in world.Counts)
            {
                counts.AddOrUpdate(what, count, (_, sum) => sum + count);
            }
        });

        var elapsed = Stopwatch.GetElapsedTime(began);
        output.WriteLine($"{done} worlds from seed {first} in {elapsed.TotalSeconds:0} s, {done / elapsed.TotalMinutes:0} a minute; per world: {string.Join(", ", counts.OrderBy(static one => one.Key, StringComparer.Ordinal).Select(one => $"{one.Key} {(double)one.Value / Math.Max(done, 1):0.00}"))}");
        Assert.True(failure is null, $"Seed {failure?.Seed} (AA_SIM_SEED replays it): {failure?.Error}");
        Assert.All(["answer", "retry", "read", "deliver", "crash", "restore", "cut", "upgrade", "fold", "trim", "snapshot", "damage", "mend"], what => Assert.True(counts.GetValueOrDefault(what) > done / 200, $"Hardly any {what}."));
    }

    [Theory]
    [InlineData(Plant.NoNeeds)]
    [InlineData(Plant.GuessedStability)]
    [InlineData(Plant.AppliedBeforeTold)]
    [InlineData(Plant.TokenOfApplied, Disasters.None)]
    [InlineData(Plant.AppliedWhenStored)]
    [InlineData(Plant.MergeWithoutVersion)]
    [InlineData(Plant.AnsweredBeforeDurable)]
    [InlineData(Plant.SameIncarnation, Disasters.Restores)]
    [InlineData(Plant.NoRejoining, Disasters.Restores)]
    [InlineData(Plant.PoisonDropped, Disasters.OldCode)]
    [InlineData(Plant.GapNotNoticed)]
    [InlineData(Plant.LogNotAtomic)]
    [InlineData(Plant.SnapshotPlacesLast, Disasters.Restores)]
    [InlineData(Plant.SnapshotWithoutAside, Disasters.Restores | Disasters.OldCode)]
    [InlineData(Plant.RetriesAfterSnapshot, Disasters.All)]
    [InlineData(Plant.MendedTooEarly, Disasters.Damage)]
    [InlineData(Plant.MendedAhead, Disasters.Damage)]
    [InlineData(Plant.MendedByJoining, Disasters.Damage)]
    internal void A_planted_bug_is_found(Plant plant, Disasters? disasters = null)
    {
        var done = 0;
        var failure = Search(plant, 1, () => done < MostSeedsForABug, _ => Interlocked.Increment(ref done), disasters);
        Assert.True(failure is not null, $"{plant} was not found in {done} worlds.");
        output.WriteLine($"{plant} was found in world {done + 1}: {failure.Error}");
    }

    [Fact]
    public void A_seed_replays_exactly()
    {
        foreach (var seed in Enumerable.Range(1, 20))
        {
            var worlds = new[] { new World(seed), new World(seed) };
            Array.ForEach(worlds, static world => world.Run());
            Assert.Equal(Heads(worlds[0]), Heads(worlds[1]));
        }

        static string Heads(World world) => string.Join('|', world.Regions.Select(static region => string.Join(' ', region.Disk.Log.Select(one => $"{one.Key}:{region.Disk.Head(one.Key).Hash}"))));
    }

    private static Failure? Search(Plant plant, int first, Func<bool> goesOn, Action<World> ended, Disasters? disasters = null)
    {
        Failure? failure = null;
        var next = first - 1;
        Parallel.For(0, Environment.ProcessorCount, _ =>
        {
            while (failure is null && goesOn())
            {
                var seed = Interlocked.Increment(ref next);
                var world = new World(seed, plant, disasters);
                try
                {
                    world.Run();
                    ended(world);
                }
#pragma warning disable CA1031 // Whatever it is, the seed has to be told.
                catch (Exception error)
#pragma warning restore CA1031
                {
                    Interlocked.CompareExchange(ref failure, new Failure(seed, $"{(error is Violation ? error.Message : error.ToString())} ({string.Join(", ", world.Counts.Select(static one => $"{one.Key} {one.Value}"))})"), null);
                }
            }
        });
        return failure;
    }

    private static long? Number(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? long.Parse(text, CultureInfo.InvariantCulture) : null;

    private sealed record Failure(int Seed, string Error);
}
