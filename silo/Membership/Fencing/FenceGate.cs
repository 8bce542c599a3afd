using Microsoft.Extensions.Options;

namespace ActiveActive.Silo.Membership.Fencing;

/// <summary>Where answers pass the fence on their way out.</summary>
internal sealed class FenceGate(SelfFence fence, IOptions<MembershipOptions> options)
{
    private readonly bool _isUsed = options.Value is { SelfFencing: true, PlantOpenFence: false };
    private readonly TimeSpan _wait = options.Value.FenceWait;

    /// <summary>Whether an answer may leave now; the way that nearly all go.</summary>
    public bool IsOpen => !_isUsed || fence.IsOpen;

    /// <summary>Waits until an answer may leave.</summary>
    /// <exception cref="OutcomeUnknownException">It may not.</exception>
    public Task WaitUntilOpen() => fence.WaitUntilOpen(_wait);
}
