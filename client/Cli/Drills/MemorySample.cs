namespace ActiveActive.Cli.Drills;

/// <summary>How much memory a process held.</summary>
/// <param name="Time">When, in microseconds of <see cref="TestKit.Clock"/>.</param>
/// <param name="Process">A silo's name, or <c>client-1</c> and so on.</param>
/// <param name="ProcessId">Differs after a restart.</param>
/// <param name="Megabytes">Its resident set.</param>
internal sealed record MemorySample(long Time, string Process, int ProcessId, double Megabytes);
