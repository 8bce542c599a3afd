using System.Text.Json.Serialization;

namespace ActiveActive.Merging;

/// <summary>Yes or no; off before the first change. Of changes made without knowledge of each other, turning it on wins.</summary>
public sealed class EnableWinsFlag : DottedValue<EnableWinsFlag, bool>, IMergeable<EnableWinsFlag>
{
    [JsonConstructor]
    internal EnableWinsFlag(Dotted<bool> changes)
        : base(changes)
    {
    }

    /// <inheritdoc/>
    public static EnableWinsFlag Empty { get; } = new(Dotted<bool>.None);

    /// <summary>Whether it is on.</summary>
    [JsonIgnore]
    public bool IsOn => Changes.Values.ContainsValue(true);

    /// <summary>Turns it on or off. Turning off what is off changes nothing.</summary>
    public EnableWinsFlag Set(Writing at, bool isOn) => isOn || IsOn ? Replaced(at, isOn) : this;

    /// <inheritdoc/>
    public void Show(Digest digest)
    {
        ArgumentNullException.ThrowIfNull(digest);
        digest.AddJson(IsOn);
    }

    private protected override EnableWinsFlag With(Dotted<bool> changes) => new(changes);
}
