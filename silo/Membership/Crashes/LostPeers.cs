using System.Collections.Concurrent;

namespace ActiveActive.Silo.Membership.Crashes;

/// <summary>
/// The peers that seem to have crashed: their watch connection has ended without a goodbye, or they refuse us, and no later look has shown anything else. That is known at once, while their death, which others
/// must agree to, takes some hundred milliseconds more. Nothing follows from it but that no new connection is tried for messages.
/// </summary>
internal sealed class LostPeers
{
    private readonly ConcurrentDictionary<SiloAddress, bool> _lost = new();

    public bool Contains(SiloAddress peer) => _lost.ContainsKey(peer);

    /// <summary>The watch connection to a peer has ended without a goodbye.</summary>
    public void Closed(SiloAddress peer) => _lost[peer] = true;

    /// <summary>A look at a peer has ended.</summary>
    public void Checked(SiloAddress peer, CheckResult result)
    {
        if (result is CheckResult.Refused or CheckResult.Replaced)
        {
            _lost[peer] = true;
        }
        else
        {
            Forget(peer);
        }
    }

    /// <summary>A peer is no member any more.</summary>
    public void Forget(SiloAddress peer) => _lost.TryRemove(peer, out _);
}
