using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ActiveActive.Silo.Hosting;

/// <summary>Stops the silo cleanly when its standard input ends, which is how the death of its parent shows.</summary>
internal sealed class ParentWatch(IHostApplicationLifetime lifetime, IOptions<ActiveActiveOptions> options, ILogger<ParentWatch> log) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Value.StopWithParent)
        {
            // A thread of its own: a blocked console read cannot be cancelled and must not hold up the pool or the exit.
            new Thread(Watch) { IsBackground = true, Name = "parent watch" }.Start();
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void Watch()
    {
        using var input = System.Console.OpenStandardInput();
        var buffer = new byte[256];
        while (input.Read(buffer) > 0)
        {
        }

        log.ParentGone();
        lifetime.StopApplication();
    }
}
