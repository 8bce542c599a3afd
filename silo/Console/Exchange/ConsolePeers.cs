using ActiveActive.Silo.Replication;
using Grpc.Core;
using Microsoft.Extensions.Options;

namespace ActiveActive.Silo.Console.Exchange;

/// <summary>Asks other regions, over the links that replication has.</summary>
internal sealed class ConsolePeers(LinkSecurity security, IOptions<ActiveActiveOptions> options, TimeProvider time)
{
    /// <summary>A silo that is frozen is given up after twice this.</summary>
    private static readonly TimeSpan Ping = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>The names of the other regions.</summary>
    public IReadOnlyList<string> Names { get; } = [.. options.Value.Replication.Peers.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Where the silos of a region listen.</summary>
    public IReadOnlyList<string> AddressesOf(string peer) => [.. options.Value.Replication.Peers[peer]];

    /// <summary>Who asks.</summary>
    public Wire.ConsoleRequest Caller(string peer) => new() { Region = options.Value.Region, Peer = peer };

    /// <summary>Has a conversation with a silo of a region.</summary>
    /// <exception cref="RpcException">It does not answer, or the answer is no.</exception>
    public async Task Talk(string peer, string address, Func<Wire.RegionConsole.RegionConsoleClient, Task> conversation)
    {
        using var channel = security.Channel(peer, address, Ping);
        await conversation(new Wire.RegionConsole.RegionConsoleClient(channel));
    }

    /// <summary>Asks one silo of a region after the other, until one answers.</summary>
    /// <returns>The answer's JSON.</returns>
    /// <exception cref="RpcException">None of them answers in time, or the answer is no.</exception>
    public async Task<ReadOnlyMemory<byte>> Ask(string peer, Func<Wire.RegionConsole.RegionConsoleClient, DateTime, CancellationToken, AsyncUnaryCall<Wire.ConsoleAnswer>> question, CancellationToken cancellation)
    {
        var addresses = AddressesOf(peer);
        var deadline = time.GetUtcNow().UtcDateTime + Patience;
        for (var at = 0; ; at++)
        {
            try
            {
                ReadOnlyMemory<byte> answer = default;
                await Talk(peer, addresses[at], async client => answer = (await question(client, deadline, cancellation)).Json.Memory);
                return answer;
            }
            catch (RpcException error) when (error.StatusCode == StatusCode.Unavailable && at + 1 < addresses.Count)
            {
                // The next one.
            }
        }
    }
}
