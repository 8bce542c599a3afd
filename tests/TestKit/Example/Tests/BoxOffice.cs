using ActiveActive.TestKit;

namespace Tickets.Tests;

/// <summary>People who reserve seats and look at them, until told to stop.</summary>
internal sealed class BoxOffice(IFailoverCluster cluster, HistoryRecorder history)
{
    private const int People = 6;
    private static readonly string[] Shows = ["hamlet", "lear", "macbeth"];

    public Task Sell(CancellationToken until) => Task.WhenAll(Enumerable.Range(0, People).Select(person => Task.Run(() => Visit(person, until))));

    public async Task<IReadOnlyDictionary<string, IReadOnlyCollection<string>>> TakenSeats()
    {
        var taken = new Dictionary<string, IReadOnlyCollection<string>>();
        foreach (var show in Shows)
        {
            taken[show] = await cluster.Grains.GetGrain<IShowGrain>(show).Seats();
        }

        return taken;
    }

    private async Task Visit(int person, CancellationToken until)
    {
        var random = new Random(history.Seed + person);
        for (var visit = 0; !until.IsCancellationRequested; visit++)
        {
            var name = Shows[random.Next(Shows.Length)];
            var show = cluster.Grains.GetGrain<IShowGrain>(name);
            if (random.Next(2) == 0)
            {
                var who = $"{person}/{visit}";
                await history.WriteAsync(name, who, () => show.Reserve(who), static seat => seat);
            }
            else
            {
                await history.ReadAsync(name, show.Seats, version: static seats => seats.Count);
            }

            await Task.Delay(random.Next(20, 60), CancellationToken.None);
        }
    }
}
