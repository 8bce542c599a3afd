using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Orleans.Metadata;

namespace ActiveActive.Silo.Placement;

/// <summary>The activations on this silo that may live elsewhere. Orleans keeps such a list for itself only, so each is noted here when it is made.</summary>
internal sealed class LocalActivations : IConfigureGrainContextProvider, IConfigureGrainContext
{
    private readonly ConcurrentDictionary<IGrainContext, byte> _contexts = new(ReferenceEqualityComparer.Instance);

    public IReadOnlyList<IGrainContext> All => [.. _contexts.Keys];

    /// <summary>Whether it matters little where such a grain lives. Others were put where they are for a reason, which a count of grains knows nothing of.</summary>
    public static bool MayBeBalanced(IGrainContext context) =>
        context.GetComponent<PlacementStrategy>() is ResourceOptimizedPlacement or RandomPlacement or ActivationCountBasedPlacement or PreferLocalPlacement;

    public bool TryGetConfigurator(GrainType grainType, GrainProperties properties, [NotNullWhen(true)] out IConfigureGrainContext? configurator)
    {
        var stays = grainType.IsClient() || grainType.IsSystemTarget() || properties.Properties.ContainsKey(WellKnownGrainTypeProperties.Immovable);
        configurator = stays ? null : this;
        return !stays;
    }

    public void Configure(IGrainContext context)
    {
        // Those that are not in the directory, such as stateless workers, have no place of their own.
        if (context.GetComponent<PlacementStrategy>() is { IsUsingGrainDirectory: true } && _contexts.TryAdd(context, 0))
        {
            _ = context.Deactivated.ContinueWith(
                (_, state) => _contexts.TryRemove((IGrainContext)state!, out byte _),
                context,
                CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default);
        }
    }
}
