using ActiveActive.Silo.Http;
using ActiveActive.Silo.Http.Documents;
using ActiveActive.Silo.Http.Problems;
using ActiveActive.Silo.Http.Requests;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace ActiveActive.Silo;

/// <summary>The services behind <see cref="ActiveActiveEndpoints"/>.</summary>
public static class ActiveActiveHttp
{
    /// <summary>Adds what the HTTP API needs, with its options from the section <see cref="HttpOptions.Section"/>. <c>UseActiveActive</c> does this too.</summary>
    public static IServiceCollection AddActiveActiveHttp(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddOptions<HttpOptions>().BindConfiguration(HttpOptions.Section).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<HttpOptions>, HttpOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IStartupFilter, StatusProblems>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<RequestGuard>();

        // A web application has it; a host without HTTP needs it for the check of its services.
        services.AddRouting();
        services.AddHealthChecks();
        services.AddOpenApi(ApiDocument.Name, ApiDocument.Configure);
        return services;
    }
}
