using System.Collections.Frozen;
using System.Reflection;
using ActiveActive.Replication;
using ActiveActive.State;
using ActiveActive.State.Storage;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Metadata;

namespace ActiveActive.Silo.Replication;

/// <summary>The replicated states of the grain classes that this silo has, each with what merges it.</summary>
internal sealed class ReplicatedTypes
{
    private readonly FrozenDictionary<(string GrainType, string Name), IEntryMerger> _mergers;

    public ReplicatedTypes(IOptions<GrainTypeOptions> grains, GrainTypeResolver names, IOptions<ActiveActiveOptions> options)
    {
        _mergers = grains.Value.Classes
            .SelectMany(static type => type.GetConstructors().SelectMany(static constructor => constructor.GetParameters()), static (type, parameter) => (type, parameter, facet: parameter.GetCustomAttribute<ReplicatedStateAttribute>()))
            .Where(static one => one.facet is not null)
            .DistinctBy(static one => (one.type, one.facet!.Name))
            .ToFrozenDictionary(
                one => (names.GetGrainType(one.type).ToString()!, one.facet!.Name),
                one => Merger(one.parameter.ParameterType.GenericTypeArguments[0], options.Value.Replication));
    }

    /// <summary>What merges a state; null when this silo's code does not have it.</summary>
    public IEntryMerger? Of(StateKey key) => _mergers.GetValueOrDefault((key.GrainType, key.Name));

    private static IEntryMerger Merger(Type state, ReplicationOptions options)
    {
        var merger = (IEntryMerger)Activator.CreateInstance(typeof(EntryMerger<>).MakeGenericType(state), [null])!;
        return options.PlantLostMerges ? new PlantedMerger(merger) : merger;
    }
}
