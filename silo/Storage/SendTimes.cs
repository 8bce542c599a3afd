namespace ActiveActive.Silo.Storage;

/// <summary>The times of delivering sends, and how they depend on each other.</summary>
internal static class SendTimes
{
    /// <summary>How long a silo that took a send has it for itself, before any silo may try it again. Covers the delivery just after the commit.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(10);

    /// <summary>How long one delivery attempt may wait for its answer. Below <see cref="Lease"/>, so that attempts of one send rarely overlap.</summary>
    public static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(8);

    /// <summary>How long after its start an attempt may still have an effect; the receiver checks it by the database's clock, in the commit too.</summary>
    public static readonly TimeSpan AttemptLife = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How long the effect of a send is kept after it was made, at least; then until the send is acknowledged. Above <see cref="AttemptLife"/>, so that no attempt
    /// can act any more when its record goes.
    /// </summary>
    public static readonly TimeSpan EffectLife = TimeSpan.FromMinutes(15);

    /// <summary>How long a silo that stops may go on delivering what its last grains sent.</summary>
    public static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(5);

    /// <summary>How often each silo looks for sends that are due.</summary>
    public static readonly TimeSpan Sweep = TimeSpan.FromSeconds(1);

    /// <summary>The longest pause between two attempts of one send.</summary>
    public static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);
}
