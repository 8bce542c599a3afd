using System.Text.Json;
using ActiveActive.Replication;

namespace ActiveActive.Tests.Simulation;

/// <summary>A state's row.</summary>
/// <param name="Version">Its version.</param>
/// <param name="Payload">Its content.</param>
internal sealed record SimRow(long Version, byte[] Payload)
{
    private readonly Lazy<Replica<Ledger>> _replica = new(() => JsonSerializer.Deserialize<Replica<Ledger>>(Payload)!);

    /// <summary>The content, read.</summary>
    public Replica<Ledger> Replica => _replica.Value;
}
