using ActiveActive.Silo.Hosting;
using ActiveActive.Silo.Membership.Fencing;
using Microsoft.Extensions.DependencyInjection;

namespace ActiveActive.Silo.Health;

/// <summary>Whether new callers are welcome at this silo. Asks memory only: neither the database nor a peer is needed to say no.</summary>
/// <param name="state">How far the silo's life has come.</param>
/// <param name="services">Has the fence, in a silo that fences itself.</param>
internal sealed class Readiness(SiloState state, IServiceProvider services)
{
    private readonly SelfFence? _fence = services.GetService<SelfFence>();

    /// <summary>That the silo has not started; null when it has.</summary>
    public string? NotStarted() => state.HasStarted ? null : "The silo has not joined its cluster yet.";

    /// <summary>Why not; null when they are welcome.</summary>
    public string? Problem() => NotStarted() ?? (
        _fence is { IsShut: true } ? "The others have declared this silo dead. It answers nothing any more, and ends."
        : !state.IsReady ? "The silo is leaving its cluster."
        : _fence is { IsOpen: false } ? "Neither a majority of the others nor the database confirms that this silo is a member of its cluster. It answers nothing until they do."
        : null);
}
