using System.Text.Json.Serialization;

namespace ActiveActive.Merging;

/// <summary>What registers, flags and lists have in common: they are made of changes, each kept under its dot until another one replaces it, and merge change by change.</summary>
/// <typeparam name="TSelf">The type itself.</typeparam>
/// <typeparam name="T">What a change says.</typeparam>
public abstract class DottedValue<TSelf, T>
    where TSelf : DottedValue<TSelf, T>
{
    private protected DottedValue(Dotted<T> changes) => Changes = changes;

    /// <inheritdoc cref="IMergeable{TSelf}.IsEmpty"/>
    [JsonIgnore]
    public bool IsEmpty => Changes.IsEmpty;

    [JsonInclude]
    internal Dotted<T> Changes { get; }

    /// <inheritdoc cref="IMergeable{TSelf}.Join"/>
    public TSelf Join(TSelf other, Joining at)
    {
        ArgumentNullException.ThrowIfNull(other);
        return With(Joined(other.Changes, at));
    }

    /// <inheritdoc cref="IMergeable{TSelf}.Since"/>
    public TSelf Since(TSelf before, Removals removed)
    {
        ArgumentNullException.ThrowIfNull(before);
        return With(Changes.Since(before.Changes, removed));
    }

    private protected abstract TSelf With(Dotted<T> changes);

    private protected virtual Dotted<T> Joined(Dotted<T> others, Joining at) => Changes.Join(others, at);

    /// <summary>With a change that replaces all that were seen.</summary>
    private protected TSelf Replaced(Writing at, T change)
    {
        ArgumentNullException.ThrowIfNull(at);
        return With(Dotted<T>.Only(at.NextDot(), change));
    }
}
