using ActiveActive.Client.Watch.Frames;

namespace ActiveActive.Client.Watch;

/// <summary>Hears what a watch connection brings. Called one at a time per connection except <see cref="OnUnanswered"/>; must return at once.</summary>
internal interface IWatchObserver
{
    /// <summary>A sign of life.</summary>
    /// <param name="pong">What it says.</param>
    /// <param name="pingedAt">The monotonic timestamp taken before the ping was sent: what the pong says was true at that time or later.</param>
    void OnPong(Pong pong, long pingedAt);

    /// <summary>The cluster has changed. The first view is in <see cref="Welcome.Members"/>.</summary>
    void OnMembers(Members members);

    /// <summary>The silo leaves its cluster in order; the connection goes on until it does.</summary>
    void OnGoodbye();

    /// <summary>
    /// A ping period has passed and an earlier ping has no answer. Counts pings, not time: one may be lost to a pause of our own, three in a row hardly.
    /// </summary>
    /// <param name="pings">How many in a row.</param>
    void OnUnanswered(int pings);
}
