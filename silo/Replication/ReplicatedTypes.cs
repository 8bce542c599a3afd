using System.Collections.Frozen;
using System.Reflection;
using ActiveActive.Replication;
using ActiveActive.Replication.Repair;
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
    private readonly FrozenDictionary<(string GrainType, string Name), IRowRepair> _repairs;

    public ReplicatedTypes(IOptions<GrainTypeOptions> grains, GrainTypeResolver names, IOptions<ActiveActiveOptions> options)
    {
        var types = grains.Value.Classes
            .SelectMany(static type => type.GetConstructors().SelectMany(static constructor => constructor.GetParameters()), static (type, parameter) => (type, parameter, facet: parameter.GetCustomAttribute<ReplicatedStateAttribute>()))
            .Where(static one => one.facet is not null)
            .DistinctBy(static one => (one.type, one.facet!.Name))
            .ToDictionary(one => (GrainType: names.GetGrainType(one.type).ToString()!, one.facet!.Name), static one => one.parameter.ParameterType.GenericTypeArguments[0]);
        _mergers = types.ToFrozenDictionary(static one => one.Key, one => Merger(one.Value, options.Value.Replication));
        _repairs = types.ToFrozenDictionary(static one => one.Key, one => (IRowRepair)Activator.CreateInstance(typeof(RowRepair<>).MakeGenericType(one.Value), [_mergers[one.Key].TypeVersion])!);
    }

    /// <summary>The grain types with their replicated states, in an order that is the same on every silo.</summary>
    public IEnumerable<(string GrainType, string Name)> All => _mergers.Keys.Order();

    /// <summary>What merges a state; null when this silo's code does not have it.</summary>
    public IEntryMerger? Of(StateKey key) => _mergers.GetValueOrDefault((key.GrainType, key.Name));

    /// <summary>What compares and mends its rows; null when this silo's code does not have it.</summary>
    public IRowRepair? RepairOf(StateKey key) => _repairs.GetValueOrDefault((key.GrainType, key.Name));

    private static IEntryMerger Merger(Type state, ReplicationOptions options)
    {
        var merger = (IEntryMerger)Activator.CreateInstance(typeof(EntryMerger<>).MakeGenericType(state), [null])!;
        return options.PlantLostMerges ? new PlantedMerger(merger) : merger;
    }
}
