using ActiveActive.Replication;

namespace ActiveActive.Tests.Simulation;

/// <summary>A client: makes one request after the other, sends each again until it is answered, here or in another region, and reads with the token of all that it has met.</summary>
/// <param name="home">The region that it prefers.</param>
internal sealed class SimClient(int home)
{
    public int Home { get; } = home;

    /// <summary>What it is doing; null for nothing.</summary>
    public Operation? Current { get; set; }

    public int Attempts { get; set; }

    /// <summary>Where it asked first.</summary>
    public int First { get; set; }

    public bool IsWaiting { get; set; }

    /// <summary>When it goes on, by the world's time.</summary>
    public long PausesUntil { get; set; }

    /// <summary>By grain: the requests that it has met.</summary>
    public ulong[] Met { get; } = new ulong[World.MostKeys];

    public Dictionary<StreamId, long> Token { get; } = [];

    public void Meet(IEnumerable<KeyValuePair<StreamId, long>> token)
    {
        foreach (var (stream, number) in token)
        {
            Token[stream] = Math.Max(number, Token.GetValueOrDefault(stream));
        }
    }
}
