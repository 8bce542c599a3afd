using System.Reflection;
using ActiveActive.Replication;
using ActiveActive.State;
using ActiveActive.State.Updates;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace ActiveActive.Silo.Hosting;

/// <summary>Before a silo joins: what writes and reads the states of its grains is made ready, so that the first grains that it is given do not wait for it. See <see cref="JsonRehearsal"/>.</summary>
/// <remarks>Replicated states take four fifths of the time, which is a good part of that of a start. Where no other region is linked most have no grains of that kind, so the first one is left to wait there.</remarks>
internal sealed class StateRehearsal(IOptions<GrainTypeOptions> types, IOptions<ActiveActiveOptions> options)
{
    /// <summary>The types whose values the rows of this silo's grains hold; replicated ones only with other regions.</summary>
    public IEnumerable<Type> States => types.Value.Classes
        .SelectMany(static grain => grain.GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
        .SelectMany(static constructor => constructor.GetParameters())
        .Select(static parameter => parameter.ParameterType)
        .Where(static type => type.IsGenericType)
        .Select(static type => (Kind: type.GetGenericTypeDefinition(), State: type.GetGenericArguments()[0]))
        .Where(asked => asked.Kind == typeof(IDurableState<>) || (asked.Kind == typeof(IReplicatedState<>) && options.Value.Replication.IsEnabled))
        .Select(static asked => asked.Kind == typeof(IDurableState<>) ? asked.State : typeof(Replica<>).MakeGenericType(asked.State))
        .Distinct();

    public void Run()
    {
        foreach (var state in States)
        {
            JsonRehearsal.Run(state);
        }
    }
}
