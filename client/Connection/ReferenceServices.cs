using Microsoft.Extensions.DependencyInjection;

namespace ActiveActive.Client.Connection;

/// <summary>The services as those see them who make grain references: the same, but for the runtime that references call through, which is <see cref="ClientCalls"/>.</summary>
/// <param name="services">All services.</param>
internal sealed class ReferenceServices(IServiceProvider services) : IKeyedServiceProvider
{
    public object? GetService(Type serviceType) =>
        serviceType == typeof(IServiceProvider) ? this
        : serviceType == typeof(IGrainReferenceRuntime) ? services.GetService(typeof(ClientCalls))
        : services.GetService(serviceType);

    public object? GetKeyedService(Type serviceType, object? serviceKey) => ((IKeyedServiceProvider)services).GetKeyedService(serviceType, serviceKey);

    public object GetRequiredKeyedService(Type serviceType, object? serviceKey) => services.GetRequiredKeyedService(serviceType, serviceKey);
}
