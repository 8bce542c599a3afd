using System.Text.Json.Serialization;

namespace ActiveActive.Merging;

/// <summary>Yes or no; off before the first change. Of changes made without knowledge of each other, turning it on wins.</summary>
public sealed class EnableWinsFlag : IMergeable<EnableWinsFlag>
{
    [JsonConstructor]
    internal EnableWinsFlag(Dotted<bool> changes) => Changes = changes;

    /// <inheritdoc/>
    public static EnableWinsFlag Empty { get; } = new(Dotted<bool>.None);

    /// <summary>Whether it is on.</summary>
    [JsonIgnore]
    public bool IsOn => Changes.Values.ContainsValue(true);

    /// <inheritdoc/>
    [JsonIgnore]
    public bool IsEmpty => Changes.IsEmpty;

    [JsonInclude]
    internal Dotted<bool> Changes { get; }

    /// <summary>Turns it on or off. Turning off what is off changes nothing.</summary>
    public EnableWinsFlag Set(Writing at, bool isOn)
    {
        ArgumentNullException.ThrowIfNull(at);
        return isOn || IsOn ? new EnableWinsFlag(Dotted<bool>.Only(at.NextDot(), isOn)) : this;
    }

    /// <inheritdoc/>
    public EnableWinsFlag Join(EnableWinsFlag other, Joining at)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new EnableWinsFlag(Changes.Join(other.Changes, at));
    }

    /// <inheritdoc/>
    public EnableWinsFlag Since(EnableWinsFlag before, Removals removed)
    {
        ArgumentNullException.ThrowIfNull(before);
        return new EnableWinsFlag(Changes.Since(before.Changes, removed));
    }

    /// <inheritdoc/>
    public void Show(Digest digest)
    {
        ArgumentNullException.ThrowIfNull(digest);
        digest.AddJson(IsOn);
    }
}
