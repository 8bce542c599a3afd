using System.Text.Json;
using ActiveActive.Merging;

namespace ActiveActive.Replication;

/// <summary>What a delta says of itself, whatever its value is, and whether or not this code knows its type.</summary>
/// <param name="Context">What it has seen.</param>
/// <param name="Latest">Its stamp.</param>
internal sealed record DeltaHead(CausalContext Context, Stamp Latest)
{
    /// <summary>Reads it.</summary>
    /// <returns>Null when it cannot be read.</returns>
    public static DeltaHead? Of(byte[] delta)
    {
        try
        {
            return JsonSerializer.Deserialize<DeltaHead>(delta) is { Context: not null } head ? head : null;
        }
#pragma warning disable CA1031 // What a stranger's bytes can do to a parser is no concern of whoever asks.
        catch (Exception)
#pragma warning restore CA1031
        {
            return null;
        }
    }
}
