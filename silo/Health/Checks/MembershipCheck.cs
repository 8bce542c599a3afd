using ActiveActive.Silo.Hosting;
using ActiveActive.Silo.Membership.Fencing;
using Microsoft.Extensions.DependencyInjection;

namespace ActiveActive.Silo.Health.Checks;

/// <summary>Whether the silo is confirmed to be a member of its cluster, so that it may answer.</summary>
internal sealed class MembershipCheck(IServiceProvider services, SiloState state) : INamedCheck
{
    private readonly SelfFence? _fence = services.GetService<SelfFence>();

    public string Name => CheckNames.Membership;

    public HealthSeverity Severity => HealthSeverity.Critical;

    public bool IsSlow => false;

    public bool IsUsed => _fence is not null;

    public string Advice => "A silo that was declared dead ends with exit code 4: start it again. Else look at the network between the silos, and at the load of this machine; see docs/failover.md";

    public Task<CheckFinding> Look(CancellationToken cancellation) => Task.FromResult(
        _fence!.IsShut ? CheckFinding.Failing("The others have declared this silo dead")
        : !_fence.IsOpen ? CheckFinding.Failing("Neither a majority of the others nor the database confirms this silo; its answers wait")
        : CheckFinding.Well(state.IsReady ? "The silo is a member of its cluster" : "The silo is leaving its cluster"));
}
