using System.Text.Json;

namespace ActiveActive.Merging;

/// <summary>
/// A mergeable value in which a discarded value can be written again, by its place. Registers, maps of such values and records of such members can; a type of one's own that has registers inside, and names them by
/// <see cref="Joining.Within"/>, implements it by handing on to them.
/// </summary>
/// <typeparam name="TSelf">The type itself.</typeparam>
public interface IRestores<TSelf>
    where TSelf : class, IMergeable<TSelf>
{
    /// <summary>Writes a value.</summary>
    /// <param name="at">The update.</param>
    /// <param name="path">Where, as conflicts tell it.</param>
    /// <param name="value">The value.</param>
    /// <exception cref="RefusedException">There is no such place (<see cref="StatePath.Missing"/>).</exception>
    TSelf Restore(Writing at, StatePath path, JsonElement value);
}
