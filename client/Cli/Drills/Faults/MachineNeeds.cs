namespace ActiveActive.Cli.Drills.Faults;

/// <summary>What this machine lets a drill do.</summary>
internal static class MachineNeeds
{
    /// <summary>Why a fault with these needs cannot be tried here; null when it can.</summary>
    public static string? Missing(FaultNeeds needs) => (needs & (FaultNeeds.Network | FaultNeeds.SmallDisk)) != 0 && !Environment.IsPrivilegedProcess
        ? "needs root: it makes network namespaces or mounts of its own"
        : null;
}
