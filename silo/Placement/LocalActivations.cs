using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using ActiveActive.Silo.Telemetry;
using Orleans.Metadata;

namespace ActiveActive.Silo.Placement;

/// <summary>
/// The activations on this silo that may live elsewhere. Orleans keeps such a list for itself only, so each is noted here when it is made; and all of them are counted by type (instrument <c>activeactive.activations</c>),
/// without Orleans' own.
/// </summary>
internal sealed class LocalActivations : IConfigureGrainContextProvider
{
    private readonly ConcurrentDictionary<IGrainContext, byte> _contexts = new(ReferenceEqualityComparer.Instance);
    private readonly ConcurrentDictionary<GrainType, Counted> _counts = new();

    public LocalActivations(IMeterFactory meters) => meters.OurMeter().CreateObservableGauge(
        "activeactive.activations",
        () => _counts.Select(static one => new Measurement<int>(Volatile.Read(ref one.Value.Activations.Value), one.Value.Label)),
        "{activation}",
        "Activations of grains on this silo");

    public IReadOnlyList<IGrainContext> All => [.. _contexts.Keys];

    /// <summary>Whether it matters little where such a grain lives. Others were put where they are for a reason, which a count of grains knows nothing of.</summary>
    public static bool MayBeBalanced(IGrainContext context) =>
        context.GetComponent<PlacementStrategy>() is ResourceOptimizedPlacement or RandomPlacement or ActivationCountBasedPlacement or PreferLocalPlacement;

    public bool TryGetConfigurator(GrainType grainType, GrainProperties properties, [NotNullWhen(true)] out IConfigureGrainContext? configurator)
    {
        configurator = grainType.IsClient() || grainType.IsSystemTarget() ? null : new Configurator(
            this,
            IsOrleansOwn(properties) ? null : _counts.GetOrAdd(grainType, static type => new Counted(type)),
            stays: properties.Properties.ContainsKey(WellKnownGrainTypeProperties.Immovable));
        return configurator is not null;
    }

    private static bool IsOrleansOwn(GrainProperties properties) =>
        properties.Properties.TryGetValue(WellKnownGrainTypeProperties.FullTypeName, out var name) && name.StartsWith("Orleans.", StringComparison.Ordinal);

    private sealed class Counted(GrainType type)
    {
        public StrongBox<int> Activations { get; } = new();

        public KeyValuePair<string, object?> Label { get; } = Measures.Tag("grain", type.ToString());
    }

    private sealed class Configurator(LocalActivations owner, Counted? counted, bool stays) : IConfigureGrainContext
    {
        public void Configure(IGrainContext context)
        {
            // Those that are not in the directory, such as stateless workers, have no place of their own.
            var mayMove = !stays && context.GetComponent<PlacementStrategy>() is { IsUsingGrainDirectory: true } && owner._contexts.TryAdd(context, 0);
            if (counted is not null)
            {
                Interlocked.Increment(ref counted.Activations.Value);
            }

            if (mayMove || counted is not null)
            {
                _ = context.Deactivated.ContinueWith((_, state) => Forget((IGrainContext)state!), context, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            }
        }

        private void Forget(IGrainContext context)
        {
            owner._contexts.TryRemove(context, out byte _);
            if (counted is not null)
            {
                Interlocked.Decrement(ref counted.Activations.Value);
            }
        }
    }
}
