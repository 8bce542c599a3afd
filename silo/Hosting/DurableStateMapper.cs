using System.Reflection;
using ActiveActive.State;
using ActiveActive.State.Updates;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Concurrency;

namespace ActiveActive.Silo.Hosting;

/// <summary>Gives a grain's constructor the <see cref="IDurableState{T}"/> that its <see cref="DurableStateAttribute"/> asks for.</summary>
internal sealed class DurableStateMapper : IAttributeToFactoryMapper<DurableStateAttribute>
{
    public Factory<IGrainContext, object> GetFactory(ParameterInfo parameter, DurableStateAttribute metadata)
    {
        var asked = parameter.ParameterType;
        if (!asked.IsGenericType || asked.GetGenericTypeDefinition() != typeof(IDurableState<>))
        {
            throw new ArgumentException(
                $"[DurableState] stands on parameter '{parameter.Name}' of {parameter.Member.DeclaringType}, which is a {asked.Name}. It belongs on a parameter of type IDurableState<T>.");
        }

        if (parameter.Member.DeclaringType?.IsDefined(typeof(StatelessWorkerAttribute), inherit: true) == true)
        {
            throw new ArgumentException(
                $"{parameter.Member.DeclaringType} is a [StatelessWorker] and has durable state. Its many activations would each answer from a memory of their own; let it call a grain that has the state.");
        }

        var state = typeof(DurableState<>).MakeGenericType(asked.GetGenericArguments());
        var create = ActivatorUtilities.CreateFactory(state, [typeof(string), typeof(IGrainContext), typeof(DurableStateServices)]);
        return grain => create(
            grain.ActivationServices,
            [metadata.Name, grain, grain.ActivationServices.GetRequiredService<DurableStateServices>()]);
    }
}
