using System.Text.Json.Serialization;

namespace ActiveActive.Merging;

/// <summary>Yes or no; off before the first change. Of changes made without knowledge of each other, turning it off wins.</summary>
public sealed class DisableWinsFlag : IMergeable<DisableWinsFlag>
{
    [JsonConstructor]
    internal DisableWinsFlag(Dotted<bool> changes) => Changes = changes;

    /// <inheritdoc/>
    public static DisableWinsFlag Empty { get; } = new(Dotted<bool>.None);

    /// <summary>Whether it is on.</summary>
    [JsonIgnore]
    public bool IsOn => !IsEmpty && !Changes.Values.ContainsValue(false);

    /// <inheritdoc/>
    [JsonIgnore]
    public bool IsEmpty => Changes.IsEmpty;

    [JsonInclude]
    internal Dotted<bool> Changes { get; }

    /// <summary>Turns it on or off. Turning on what is on changes nothing.</summary>
    public DisableWinsFlag Set(Writing at, bool isOn)
    {
        ArgumentNullException.ThrowIfNull(at);
        return isOn && IsOn ? this : new DisableWinsFlag(Dotted<bool>.Only(at.NextDot(), isOn));
    }

    /// <inheritdoc/>
    public DisableWinsFlag Join(DisableWinsFlag other, Joining at)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new DisableWinsFlag(Changes.Join(other.Changes, at));
    }

    /// <inheritdoc/>
    public DisableWinsFlag Since(DisableWinsFlag before, Removals removed)
    {
        ArgumentNullException.ThrowIfNull(before);
        return new DisableWinsFlag(Changes.Since(before.Changes, removed));
    }

    /// <inheritdoc/>
    public void Show(Digest digest)
    {
        ArgumentNullException.ThrowIfNull(digest);
        digest.AddJson(IsOn);
    }
}
