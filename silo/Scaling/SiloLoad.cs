namespace ActiveActive.Silo.Scaling;

/// <summary>How much a silo has to do, as silos tell each other.</summary>
/// <param name="Silo">The silo's name.</param>
/// <param name="Cpu">How much of its processors' time the process uses, as a fraction of what it may use.</param>
/// <param name="PoolWait">How long work waits for a thread, in seconds.</param>
/// <param name="FlushWait">How long the oldest write of a flush had waited, in seconds, on average; null when nothing was flushed.</param>
/// <param name="Latencies">The calls that it has served of late, by <see cref="LatencyBuckets"/>.</param>
/// <param name="Uptime">How long it has served, in seconds.</param>
/// <param name="Calls">How often its grains are called, per second; null while that is not known, and from silos of before it was told.</param>
[GenerateSerializer, Immutable, Alias("aa.SiloLoad")]
internal sealed record SiloLoad(
    [property: Id(0)] string Silo,
    [property: Id(1)] double Cpu,
    [property: Id(2)] double PoolWait,
    [property: Id(3)] double? FlushWait,
    [property: Id(4)] long[] Latencies,
    [property: Id(5)] double Uptime,
    [property: Id(6)] double? Calls = null);
