namespace ActiveActive.Cli.Bench;

/// <summary>What is to be known of the machine beyond its size.</summary>
internal static class BenchMachine
{
    private const string Linux = "/proc/cpuinfo";

    /// <summary>The processor's name as the system has it.</summary>
    public static string Processor() => File.Exists(Linux)
        ? File.ReadLines(Linux).FirstOrDefault(static line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':', 2)[1].Trim() ?? "unknown"
        : Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") ?? "unknown";
}
