namespace ActiveActive.State;

/// <summary>
/// The version of a state type's shape; each row names the version it was written with. Adding a member that may be missing needs no new version. Raise
/// it when older code must not touch rows that newer code wrote: an activation that meets a higher version than its own is refused.
/// </summary>
/// <param name="version">Counted from 1, which is also the version of a type without this attribute.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class StateTypeAttribute(int version) : Attribute
{
    /// <summary>The version, from 1.</summary>
    public int Version { get; } = version;
}
