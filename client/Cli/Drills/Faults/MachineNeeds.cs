using ActiveActive.TestKit.Faults;

namespace ActiveActive.Cli.Drills.Faults;

/// <summary>What this machine lets a drill do.</summary>
internal static class MachineNeeds
{
    /// <summary>Why a fault with these needs cannot be tried here; null when it can.</summary>
    public static string? Missing(FaultNeeds needs)
    {
        var ofRoot = (needs & (FaultNeeds.Network | FaultNeeds.SmallDisk)) != 0;
        return ofRoot && !OperatingSystem.IsLinux() ? "needs Linux: it makes network namespaces or mounts"
            : ofRoot && !Environment.IsPrivilegedProcess ? "needs root: it makes network namespaces or mounts of its own"
            : needs.HasFlag(FaultNeeds.Network) && !(Tool.Has("ip") && Tool.Has("iptables")) ? "needs the programs ip and iptables (Debian: apt-get install iproute2 iptables)"
            : needs.HasFlag(FaultNeeds.Delay) && !(Tool.Has("tc") && SiloNetwork.KernelCanDelay()) ? "needs tc and a kernel with netem"
            : needs.HasFlag(FaultNeeds.Sessions) && !(Tool.Has("setsid") && Tool.Has("timeout")) ? "needs the programs setsid and timeout (Debian: util-linux, coreutils)"
            : needs.HasFlag(FaultNeeds.Clocks) && SiloClocks.Library is null ? "needs libfaketime (Debian: apt-get install libfaketime)"
            : null;
    }
}
