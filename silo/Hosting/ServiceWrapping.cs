using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ActiveActive.Silo.Hosting;

/// <summary>Puts something of ours around a service that Orleans has registered.</summary>
internal static class ServiceWrapping
{
    /// <param name="services">Where it is registered, as a singleton by its type or a factory.</param>
    /// <param name="wrap">Makes the service that takes its place.</param>
    /// <exception cref="InvalidOperationException">It is registered in another way.</exception>
    public static void Wrap<T>(this IServiceCollection services, Func<IServiceProvider, T, T> wrap)
        where T : class
    {
        var wrapped = services.Last(static service => service.ServiceType == typeof(T));
        Func<IServiceProvider, object> make = wrapped switch
        {
            { ImplementationFactory: { } factory } => factory,
            { ImplementationType: { } type } => provider => ActivatorUtilities.CreateInstance(provider, type),
            _ => throw new InvalidOperationException($"{typeof(T).Name} is registered in another way than it was in the Orleans that this was written for: what wraps it has to be changed."),
        };
        services.Replace(ServiceDescriptor.Singleton(provider => wrap(provider, (T)make(provider))));
    }
}
