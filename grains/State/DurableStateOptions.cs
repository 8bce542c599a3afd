namespace ActiveActive.State;

/// <summary>Limits and times of durable state. All silos of a region should have the same.</summary>
public sealed class DurableStateOptions
{
    /// <summary>
    /// How long an effect is remembered, and so how old a request id may be. Default 1 hour, at least 1 minute. Longer costs disk (about 150 bytes an
    /// effect and its reply); shorter makes late retries fail as expired.
    /// </summary>
    public TimeSpan EffectRetention { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How far ahead of the database's clock a request id may be. Default 1 minute, above zero.</summary>
    public TimeSpan FutureTolerance { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// How long a write whose connection was lost is sent again to learn its outcome, before its callers get <see cref="OutcomeUnknownException"/>.
    /// Default 10 seconds, above zero.
    /// </summary>
    public TimeSpan CommitTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The largest serialized state in bytes. Default 1 MiB, at least 1 KiB. Every write rewrites the whole state.</summary>
    public int MaxStateBytes { get; set; } = 1 << 20;

    /// <summary>The largest serialized reply in bytes; it is stored with its effect. Default 64 KiB, at least 256.</summary>
    public int MaxReplyBytes { get; set; } = 64 << 10;

    /// <summary>How many updates of one state may wait; more are refused as overloaded. Default 10,000, at least 1.</summary>
    public int MaxWaiting { get; set; } = 10_000;

    /// <summary>How many updates of one state may form one write. Default 500, at least 1.</summary>
    public int MaxBatch { get; set; } = 500;

    /// <summary>
    /// For the drill and its tests only: applies updates without recording or looking up effects, the bug that the checkers must find. Never set it
    /// where data matters.
    /// </summary>
    public bool PlantNoEffectIds { get; set; }

    /// <summary>For the drill and its tests only: some writes are acknowledged and not written.</summary>
    public bool PlantLostWrites { get; set; }

    /// <summary>For the drill and its tests only: some sends are delivered twice, under different ids, so that transfers make money.</summary>
    public bool PlantDoubledSends { get; set; }

    /// <summary>For the drill and its tests only: what a request changes in replicated state is not named by the request, so that one that is made in two regions counts twice.</summary>
    public bool PlantForgottenRequests { get; set; }

    /// <summary>For the drill and its tests only: reads are answered from the state before the last write.</summary>
    public bool PlantStaleReads { get; set; }
}
