using System.Text.Json.Serialization;

namespace ActiveActive.Merging;

/// <summary>Yes or no; off before the first change. Of changes made without knowledge of each other, turning it off wins.</summary>
public sealed class DisableWinsFlag : DottedValue<DisableWinsFlag, bool>, IMergeable<DisableWinsFlag>
{
    [JsonConstructor]
    internal DisableWinsFlag(Dotted<bool> changes)
        : base(changes)
    {
    }

    /// <inheritdoc/>
    public static DisableWinsFlag Empty { get; } = new(Dotted<bool>.None);

    /// <summary>Whether it is on.</summary>
    [JsonIgnore]
    public bool IsOn => !IsEmpty && !Changes.Values.ContainsValue(false);

    /// <summary>Turns it on or off. Turning on what is on changes nothing.</summary>
    public DisableWinsFlag Set(Writing at, bool isOn) => isOn && IsOn ? this : Replaced(at, isOn);

    /// <inheritdoc/>
    public void Show(Digest digest)
    {
        ArgumentNullException.ThrowIfNull(digest);
        digest.AddJson(IsOn);
    }

    private protected override DisableWinsFlag With(Dotted<bool> changes) => new(changes);
}
