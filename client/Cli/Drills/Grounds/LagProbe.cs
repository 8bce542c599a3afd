using ActiveActive.TestKit;

namespace ActiveActive.Cli.Drills.Grounds;

/// <summary>Measures how long a change takes from each region to each other one: it is written in the one and read in the other until it is there.</summary>
/// <param name="regions">The regions' grains.</param>
/// <param name="poll">How often it is read; null for each 4 ms, which takes something of a small machine.</param>
internal sealed class LagProbe(IReadOnlyList<IGrainFactory> regions, TimeSpan? poll = null)
{
    private const string Item = "probe";
    private readonly TimeSpan _poll = poll ?? TimeSpan.FromMilliseconds(4);
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(60);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromMilliseconds(500);
    private readonly List<LagSample> _samples = [];

    /// <summary>All that were measured to the end. What was under way when a region failed is not among them.</summary>
    public IReadOnlyList<LagSample> Samples
    {
        get
        {
            lock (_samples)
            {
                return [.. _samples];
            }
        }
    }

    public async Task Run(CancellationToken until)
    {
        var pairs = Enumerable.Range(0, regions.Count).SelectMany(from => Enumerable.Range(0, regions.Count).Where(to => to != from).Select(to => Pair(from, to, until)));
        await Task.WhenAll(pairs);
    }

    private async Task Pair(int from, int to, CancellationToken until)
    {
        var (here, there) = (Cart(from), Cart(to));
        while (!until.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(Between, until);
                var written = Quantity(await here.Put(Item, 1).WaitAsync(until));
                var began = Clock.Now;
                while (Quantity(await there.Get().WaitAsync(until)) < written)
                {
                    await Task.Delay(_poll, until);
                }

                lock (_samples)
                {
                    _samples.Add(new LagSample(began, Clock.Now));
                }
            }
#pragma warning disable CA1031 // A region that is broken on purpose answers in many ways.
            catch (Exception)
#pragma warning restore CA1031
            {
                await Task.Delay(AfterFailure, until).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        // Each pair has a cart of its own, which no other region writes.
        ICartGrain Cart(int region) => regions[region].GetGrain<ICartGrain>($"probe-{from}-{to}");
    }

    private static long Quantity(CartView cart) => cart.Lines.Sum(static line => line.Quantity);
}
