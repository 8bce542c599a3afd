using ActiveActive.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ActiveActive.Tests.Unit.Docs;

/// <summary>The README's client, compiled. <see cref="ReadmeTests"/> compares the text.</summary>
internal static class ClientSnippet
{
    public static async Task<CounterValue> Run(string[] args)
    {
        var builder = Host.CreateApplicationBuilder(args);
        builder.AddActiveActiveClient(options => options.Database = "Host=db;Database=activeactive;Username=app;Password=...");
        using var host = builder.Build();
        await host.StartAsync(); // waits for the region

        var grains = host.Services.GetRequiredService<IGrainFactory>();
        var visits = await grains.GetGrain<ICounterGrain>("visits").Add(1); // retried under one request id until the deadline

        // Your own retry, after a restart or from a queue: the same id, and it happens once.
        var payment = RequestId.New(DateTimeOffset.UtcNow);
        using (CallScope.Begin(payment, attempt: 2))
        {
            await grains.GetGrain<IAccountGrain>("alice").Deposit(1000, "invoice 17");
        }

        return visits;
    }
}
