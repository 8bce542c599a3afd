namespace ActiveActive.Client;

/// <summary>
/// How a grain call is tried. Only methods that may be repeated (read-only, or of an interface marked <see cref="ExactlyOnceAttribute"/>) are
/// bounded by <see cref="AttemptTimeout"/> and tried again after an unknown outcome; any other is made once, and again only when it provably never started.
/// </summary>
public sealed class CallOptions
{
    /// <summary>
    /// How long a call may take in all, retries and waits included. Default 30 seconds; from 100 milliseconds to 10 minutes. Longer rides out longer
    /// failures; shorter gives the caller an error sooner. A method's own <c>[ResponseTimeout]</c> above it takes its place.
    /// </summary>
    public TimeSpan Deadline { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The longest that one attempt waits before the next is made with the same request id. Default 2 seconds; from 10 milliseconds to <see cref="Deadline"/>. It holds while
    /// nothing is known of a method's latency; then the time is learnt from it (about the mean plus four deviations, see <see cref="MinAttemptTimeout"/>). A method's own
    /// <c>[ResponseTimeout]</c> takes its place, and nothing is learnt.
    /// </summary>
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// The least that a learnt attempt timeout allows beyond the mean latency. Default 250 milliseconds; from 10 milliseconds; at or above <see cref="AttemptTimeout"/> nothing is learnt.
    /// Shorter hides a lost answer sooner, and repeats more of the calls that are only slow, such as the first call of a grain, or all calls in a short stall: the answer of
    /// an attempt that was given up is still taken when it comes, so a repeat costs load, not correctness.
    /// </summary>
    public TimeSpan MinAttemptTimeout { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// The scale of the first wait between attempts; later ones grow to <see cref="MaxDelay"/>, with jitter. Default 50 milliseconds; from 1 millisecond to
    /// <see cref="MaxDelay"/>. Longer spares a cluster in trouble, shorter notices its recovery sooner.
    /// </summary>
    public TimeSpan BaseDelay { get; set; } = TimeSpan.FromMilliseconds(50);

    /// <summary>The longest wait between attempts. Default 500 milliseconds; from <see cref="BaseDelay"/> to <see cref="Deadline"/>.</summary>
    public TimeSpan MaxDelay { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// What share of all calls may be retries in the long run. Default 0.2; from 0 to 1. More helps when many calls fail for long, and loads a cluster in trouble with as much
    /// more. Retries that are answered do not count.
    /// </summary>
    public double RetryRatio { get; set; } = 0.2;

    /// <summary>How many retries each second are allowed whatever the number of calls. Default 10; from 1 to 100,000. It is what a client with few calls lives on.</summary>
    public double RetriesPerSecond { get; set; } = 10;

    /// <summary>
    /// How many retries may be made at once after a quiet time. Default 500; from 1 to 1,000,000. Set it above the number of calls that are in flight to one silo when it dies (calls
    /// per second, divided by silos, times the second or less that passes until then), else the rest of them wait for <see cref="RetryRatio"/>.
    /// </summary>
    public int RetryBurst { get; set; } = 500;

    /// <summary>
    /// How long a client goes on trying when none of the region's gateways is connected; then calls fail with <see cref="Orleans.Runtime.Messaging.ConnectionFailedException"/> (nothing was
    /// done) or <see cref="OutcomeUnknownException"/>. Default 15 seconds, which rides out a restart of all silos; from zero; -1 millisecond: until the deadline. Without
    /// meaning inside a silo.
    /// </summary>
    public TimeSpan ConnectionPatience { get; set; } = TimeSpan.FromSeconds(15);
}
