using System.Text.Json;
using ActiveActive.Merging;
using ActiveActive.State.Storage;

namespace ActiveActive.Replication;

/// <summary>A replicated state in memory.</summary>
internal interface IReplica
{
    /// <summary>Takes a row that was just written, or reads it anew, after what is under way. Done when readers see what was in it when this was called.</summary>
    /// <param name="row">The row; null to read it.</param>
    Task Refresh(StateRow? row);

    /// <summary>Keeps it from writing until it is refreshed, for half a second at most. Done when nothing of it is under way.</summary>
    Task Hold();

    /// <summary>Writes a value at a place, as an update of the grain: it is above all that are known here, and goes to all regions. To be called in the grain's own context.</summary>
    /// <param name="path">The place.</param>
    /// <param name="value">The value.</param>
    /// <exception cref="RefusedException">There is no such place.</exception>
    Task Restore(StatePath path, JsonElement value);
}
