using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ActiveActive.Silo.Membership.Fencing;

/// <summary>What happens when this silo learns that the others have declared it dead: nothing is answered any more, and the process ends, so that it can be started anew.</summary>
internal sealed class OwnDeath(SelfFence fence, ProcessEnd process, IOptions<MembershipOptions> options, ILogger<OwnDeath> log)
{
    /// <summary>With the planted bug, the dead go on for as long as Orleans lets them.</summary>
    private static readonly TimeSpan PlantedDelay = TimeSpan.FromSeconds(2);

    private int _isKnown;
    private volatile bool _isLeaving;

    /// <summary>The silo leaves in order, and will soon be called dead by itself.</summary>
    public void Leave() => _isLeaving = true;

    /// <summary>The silo was declared dead.</summary>
    /// <param name="source">How it learnt of that.</param>
    public void Learn(string source)
    {
        fence.Shut();
        if (!_isLeaving && Interlocked.Exchange(ref _isKnown, 1) == 0)
        {
            log.DeclaredDead(source, ProcessEnd.DeclaredDead);
            process.Begin(ProcessEnd.DeclaredDead, options.Value.PlantOpenFence ? PlantedDelay : TimeSpan.Zero);
        }
    }
}
