namespace ActiveActive.TestKit;

/// <summary>
/// Some silos and a client, and the ways to hurt them. The same test runs over <see cref="ProcessCluster"/>, which is the truth, and over the in-process
/// <c>FailoverTestCluster</c>, which is fast.
/// </summary>
/// <remarks>Silos are numbered from 1. Each method returns when the thing is done, not when the others have noticed: wait for that with calls of your own. One silo is handled by one caller at a time.</remarks>
public interface IFailoverCluster : IAsyncDisposable
{
    /// <summary>The grains, as a client with retries under one request id sees them.</summary>
    IGrainFactory Grains { get; }

    /// <summary>How many silos there are, those that do not run included.</summary>
    int Size { get; }

    /// <summary>Ends a silo without a goodbye. Nothing happens when it does not run.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such silo; so for all methods.</exception>
    Task KillAsync(int silo);

    /// <summary>Stops a silo in order: its grains move, its callers fail no call.</summary>
    Task StopAsync(int silo);

    /// <summary>Starts a silo that does not run, and waits until it is a member.</summary>
    /// <exception cref="TestKitException">It runs already, or did not become ready.</exception>
    Task StartAsync(int silo);

    /// <summary>Makes a silo silent: its connections stay open and nothing comes from it or reaches it, until <see cref="ThawAsync"/>. The others may declare it dead meanwhile.</summary>
    Task FreezeAsync(int silo);

    /// <summary>Lets a frozen silo go on, if it still runs: it may learn now that it was declared dead, and end.</summary>
    Task ThawAsync(int silo);

    /// <summary>
    /// Cuts the link between two silos, both ways: what they send each other is held until <see cref="HealAsync"/>. Connections stay open, new ones open and are silent. Both
    /// still reach the others, the clients and the database. A client's calls to a grain on one of them may go through the other as its gateway: these are held, too.
    /// </summary>
    Task CutAsync(int silo, int other);

    /// <summary>Cuts a silo off from the clients; other silos still reach it.</summary>
    Task CutClientAsync(int silo);

    /// <summary>Undoes all cuts; what was held arrives. Frozen silos stay frozen.</summary>
    Task HealAsync();
}
