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
    /// How long one attempt waits before the next is made with the same request id. Default 2 seconds; from 10 milliseconds to <see cref="Deadline"/>.
    /// Shorter hides a dead silo sooner, and repeats more of the calls that are only slow: the answer of an attempt that was given up is still taken
    /// when it comes. A method's own <c>[ResponseTimeout]</c> takes its place.
    /// </summary>
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// The scale of the first wait between attempts; later ones grow to <see cref="MaxDelay"/>, with jitter. Default 50 milliseconds; from 1 millisecond to
    /// <see cref="MaxDelay"/>. Longer spares a cluster in trouble, shorter notices its recovery sooner.
    /// </summary>
    public TimeSpan BaseDelay { get; set; } = TimeSpan.FromMilliseconds(50);

    /// <summary>The longest wait between attempts. Default 1 second; from <see cref="BaseDelay"/> to <see cref="Deadline"/>.</summary>
    public TimeSpan MaxDelay { get; set; } = TimeSpan.FromSeconds(1);
}
