using System.Reflection;
using ActiveActive.Replication;
using ActiveActive.State;
using ActiveActive.State.Replicated;
using ActiveActive.State.Updates;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Concurrency;

namespace ActiveActive.Silo.Hosting;

/// <summary>Gives a grain's constructor the <see cref="IReplicatedState{T}"/> that its <see cref="ReplicatedStateAttribute"/> asks for.</summary>
internal sealed class ReplicatedStateMapper : IAttributeToFactoryMapper<ReplicatedStateAttribute>
{
    public Factory<IGrainContext, object> GetFactory(ParameterInfo parameter, ReplicatedStateAttribute metadata)
    {
        var asked = parameter.ParameterType;
        if (!asked.IsGenericType || asked.GetGenericTypeDefinition() != typeof(IReplicatedState<>))
        {
            throw new ArgumentException(
                $"[ReplicatedState] stands on parameter '{parameter.Name}' of {parameter.Member.DeclaringType}, which is a {asked.Name}. It belongs on a parameter of type IReplicatedState<T>.");
        }

        if (parameter.Member.DeclaringType?.IsDefined(typeof(StatelessWorkerAttribute), inherit: true) == true)
        {
            throw new ArgumentException(
                $"{parameter.Member.DeclaringType} is a [StatelessWorker] and has replicated state. Its many activations would each answer from a memory of their own; let it call a grain that has the state.");
        }

        var state = typeof(ReplicatedState<>).MakeGenericType(asked.GetGenericArguments());
        var create = ActivatorUtilities.CreateFactory(state, [typeof(string), typeof(Acknowledge), typeof(IGrainContext), typeof(DurableStateServices), typeof(IRegionContext)]);
        return grain => create(
            grain.ActivationServices,
            [metadata.Name, metadata.Acknowledge, grain, grain.ActivationServices.GetRequiredService<DurableStateServices>(), grain.ActivationServices.GetRequiredService<IRegionContext>()]);
    }
}
