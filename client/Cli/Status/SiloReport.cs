namespace ActiveActive.Cli.Status;

/// <summary>What is known of a silo; null for what could not be learnt.</summary>
internal sealed record SiloReport(
    string Name,
    string Address,
    string Status,
    double? UptimeSeconds,
    int? Activations,
    int? ProcessId,
    string? Url,
    bool? Ready);
