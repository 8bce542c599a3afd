using System.Reflection;
using ActiveActive.Replication;
using ActiveActive.State;
using ActiveActive.State.Updates;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace ActiveActive.Silo.Hosting;

/// <summary>Before a silo joins: what writes and reads the states of its grains is made ready, so that the first grains that it is given do not wait for it. See <see cref="JsonRehearsal"/>.</summary>
internal sealed class StateRehearsal(IOptions<GrainTypeOptions> types)
{
    /// <summary>The types whose values the rows of this silo's grains hold.</summary>
    public IEnumerable<Type> States => types.Value.Classes
        .SelectMany(static grain => grain.GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
        .SelectMany(static constructor => constructor.GetParameters())
        .Select(static parameter => parameter.ParameterType)
        .Where(static type => type.IsGenericType)
        .Select(static type => (Kind: type.GetGenericTypeDefinition(), State: type.GetGenericArguments()[0]))
        .Where(static asked => asked.Kind == typeof(IDurableState<>) || asked.Kind == typeof(IReplicatedState<>))
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
