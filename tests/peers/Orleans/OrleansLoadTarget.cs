using ActiveActive.TestKit.History;
using ActiveActive.TestKit.Load;
using ActiveActive.TestKit.Peers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;

namespace ActiveActive.Peers.Orleans;

/// <summary>An external client of plain Orleans.</summary>
internal sealed class OrleansLoadTarget : ILoadTarget
{
    private readonly IHost _host;
    private readonly IGrainFactory _grains;

    private OrleansLoadTarget(IHost host)
    {
        _host = host;
        _grains = host.Services.GetRequiredService<IGrainFactory>();
    }

    /// <summary>Orleans delivers at most once and knows no request ids: a call made again could be applied twice.</summary>
    public bool MayRepeat => false;

    public static async Task<ILoadTarget> Connect(WorkerSettings settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.UseOrleansClient(client =>
        {
            client.Configure<ClusterOptions>(Cluster.Apply)
                .UseAdoNetClustering(options =>
                {
                    options.Invariant = Cluster.Invariant;
                    options.ConnectionString = settings.Database;
                });
            if (settings.Extra[PeerExtra.Variant] == Tuning.Name)
            {
                Tuning.Apply(client);
            }
        });
        var host = builder.Build();
        await host.StartAsync();
        var target = new OrleansLoadTarget(host);

        await WarmUp.Touch(settings.Plan.Counters, key => target._grains.GetGrain<IPlainCounter>(key).Get());
        return target;
    }

    public async Task<Answer> Call(Operation operation, int attempt)
    {
        var counter = _grains.GetGrain<IPlainCounter>(operation.Key);
        var value = operation.IsRead ? await counter.Get() : await counter.Add(operation.Amount);
        return new Answer(value, value); // the load adds ones, so the value counts the additions
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}
